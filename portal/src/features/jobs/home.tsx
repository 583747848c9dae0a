/** Failed jobs that wait to be retried. */
import { useTranslation } from "react-i18next";
import { When } from "@/components/When";
import type { WidgetProps } from "@/kit/feature/feature";
import { Block } from "@/kit/home/Block";
import { Nothing, Panel, PanelRow } from "@/kit/home/Panel";
import { useJobKind } from "./kind";
import "./texts";

export function FailedJobs({ home, frame }: WidgetProps) {
  const { t } = useTranslation("jobs");
  const kind = useJobKind();
  const jobs = home.widgets.failed_jobs ?? [];
  return (
    <Block {...frame} count={jobs.length} all={{ to: "/staff/jobs" }}>
      {jobs.length === 0 ? (
        <Nothing>{t("noneFailed")}</Nothing>
      ) : (
        <Panel>
          {jobs.map((job) => (
            <PanelRow
              key={job.id}
              link={{ to: "/staff/jobs" }}
              name={kind(job.kind)}
              meta={
                <>
                  {job.subject} · <When at={job.due} />
                </>
              }
            />
          ))}
        </Panel>
      )}
    </Block>
  );
}
