/** Side effects that did not go through: why, and another try. */
import { Button } from "@mantine/core";
import { IconCircleCheck, IconRefresh } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/api/client";
import { problemKey } from "@/api/problem";
import { EmptyState } from "@/components/states";
import { toast } from "@/components/toasts";
import { When } from "@/components/When";
import { Allowed } from "@/kit/Allowed";
import { ListPage } from "@/kit/list/ListPage";
import { useListing } from "@/kit/list/useListing";
import { useJobKind } from "./kind";
import "./texts";

const JOBS = ["jobs", "parked"];

export default function JobsPage() {
  return (
    <Allowed action="list_jobs">
      <ParkedJobs />
    </Allowed>
  );
}

function ParkedJobs() {
  const { t } = useTranslation("jobs");
  const kindOf = useJobKind();
  const list = useListing({
    key: JOBS,
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
      keyOf={(job) => job.id}
      nameOf={(job) => `${kindOf(job.kind)} ${job.subject}`}
      bulk={{
        refreshes: [JOBS],
        acts: [{ name: "retry", label: t("retry"), act: ({ id }) => unwrap(retryJob(id)) }],
      }}
      file="parked-jobs"
      empty={<EmptyState icon={IconCircleCheck} title={t("none")} text={t("noneText")} />}
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
        { key: "retry", title: t("retry"), bare: true, cell: (job) => <Retry {...job} /> },
      ]}
    />
  );
}

function retryJob(id: string) {
  return api.POST("/v1/jobs/{id}/retry", { params: { path: { id } } });
}

function Retry({ id, kind }: { id: string; kind: string }) {
  const { t } = useTranslation("jobs");
  const { t: common } = useTranslation();
  const kindOf = useJobKind();
  const queries = useQueryClient();
  const retry = useMutation({
    mutationFn: () => unwrap(retryJob(id)),
    onSuccess: () => {
      toast(t("retried"));
      void queries.invalidateQueries({ queryKey: JOBS });
    },
    onError: (error) => toast(common(problemKey(error)), "error"),
  });
  return (
    <Button
      size="compact-sm"
      variant="default"
      aria-label={t("retryOf", { kind: kindOf(kind) })}
      loading={retry.isPending}
      onClick={() => retry.mutate()}
    >
      {t("retry")}
    </Button>
  );
}
