/** Side effects that did not go through: why, and another try. */
import { Button } from "@mantine/core";
import { IconCircleCheck, IconRefresh } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/api/client";
import { problemKey } from "@/api/problem";
import type { Job } from "@/api/types";
import { type Column, DataTable } from "@/components/DataTable";
import { Page } from "@/components/Page";
import { EmptyState, QueryResult } from "@/components/states";
import { toast } from "@/components/toasts";
import { When } from "@/components/When";
import { Allowed } from "@/shell/Allowed";
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
  const jobs = useQuery({
    queryKey: JOBS,
    queryFn: () => unwrap(api.GET("/v1/jobs", { params: { query: { state: "parked", limit: 100 } } })),
    refetchInterval: 30_000,
  });
  return (
    <Page
      title={t("title")}
      subtitle={t("lead")}
      actions={
        <Button
          variant="default"
          leftSection={<IconRefresh size={16} aria-hidden />}
          loading={jobs.isRefetching}
          onClick={() => void jobs.refetch()}
        >
          {t("refresh")}
        </Button>
      }
    >
      <QueryResult query={jobs}>
        {(page) =>
          page.items.length === 0 ? (
            <EmptyState icon={IconCircleCheck} title={t("none")} text={t("noneText")} />
          ) : (
            <JobTable jobs={page.items} />
          )
        }
      </QueryResult>
    </Page>
  );
}

function JobTable({ jobs }: { jobs: Job[] }) {
  const { t } = useTranslation("jobs");
  const { t: common } = useTranslation();
  const queries = useQueryClient();
  const retry = useMutation({
    mutationFn: (id: string) => unwrap(api.POST("/v1/jobs/{id}/retry", { params: { path: { id } } })),
    onSuccess: () => {
      toast(t("retried"));
      void queries.invalidateQueries({ queryKey: JOBS });
    },
    onError: (error) => toast(common(problemKey(error)), "error"),
  });
  const columns: Column<Job>[] = [
    { key: "since", title: t("since"), cell: (job) => <When at={job.created_at} /> },
    { key: "kind", title: t("kind"), cell: (job) => job.kind },
    { key: "subject", title: t("subject"), cell: (job) => job.subject },
    { key: "tries", title: t("tries"), cell: (job) => <span className="numbers">{job.tries}</span> },
    { key: "error", title: t("error"), cell: (job) => job.last_error },
    {
      key: "retry",
      title: t("retry"),
      bare: true,
      cell: (job) => (
        <Button
          size="compact-sm"
          variant="default"
          aria-label={t("retryOf", { kind: job.kind })}
          loading={retry.isPending && retry.variables === job.id}
          onClick={() => retry.mutate(job.id)}
        >
          {t("retry")}
        </Button>
      ),
    },
  ];
  return <DataTable label={t("title")} columns={columns} rows={jobs} keyOf={(job) => job.id} />;
}
