/** Side effects that did not go through: why, and another try. */
import { Button } from "@mantine/core";
import { IconCircleCheck, IconRefresh } from "@tabler/icons-react";
import { useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/api/client";
import { When } from "@/components/When";
import { ListPage } from "@/kit/list/ListPage";
import { useListing } from "@/kit/list/useListing";
import { useJobKind } from "./kind";
import "./texts";

export default function JobsPage() {
  const { t } = useTranslation("jobs");
  const kindOf = useJobKind();
  const list = useListing({
    key: ["jobs", "parked"],
    needs: "list_jobs",
    search: useSearch({ from: "/staff/jobs" }),
    ask: (page) => unwrap(api.GET("/v1/jobs", { params: { query: { state: "parked", ...page } } })),
    limit: 50,
    refresh: 30_000,
  });
  return (
    <ListPage
      title={t("title")}
      subtitle={t("lead")}
      actions={
        <Button
          variant="default"
          leftSection={<IconRefresh size={16} aria-hidden />}
          loading={list.query.isRefetching}
          onClick={() => void list.query.refetch()}
        >
          {t("refresh")}
        </Button>
      }
      list={list}
      label={t("title")}
      dense
      nameOf={(job) => `${kindOf(job.kind)} ${job.subject}`}
      acts={[
        {
          name: "retry",
          label: t("retry"),
          send:
            ({ id }) =>
            () =>
              api.POST("/v1/jobs/{id}/retry", { params: { path: { id } } }),
          done: t("retried"),
        },
      ]}
      file="parked-jobs"
      empty={{ icon: IconCircleCheck, title: t("none"), text: t("noneText") }}
      columns={[
        {
          key: "since",
          title: t("since"),
          csv: (job) => job.created_at,
          cell: (job) => <When at={job.created_at} />,
        },
        { key: "kind", title: t("kind"), csv: (job) => job.kind, cell: (job) => kindOf(job.kind) },
        { key: "subject", title: t("subject"), csv: (job) => job.subject, cell: (job) => job.subject },
        {
          key: "tries",
          title: t("tries"),
          csv: (job) => job.tries,
          cell: (job) => <span className="numbers">{job.tries}</span>,
        },
        { key: "error", title: t("error"), csv: (job) => job.last_error, cell: (job) => job.last_error },
      ]}
    />
  );
}
