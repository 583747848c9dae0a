/** One import: its progress, the decision to apply it, and its lines with what becomes of each. */
import { Button, Progress } from "@mantine/core";
import {
  IconAlertTriangle,
  IconCircleCheck,
  IconDownload,
  IconProgress,
  IconTable,
} from "@tabler/icons-react";
import { useParams, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/api/client";
import type { Import, ImportLine } from "@/api/types";
import { Callout } from "@/components/Callout";
import { Fact, Facts } from "@/components/Facts";
import { Card } from "@/components/Page";
import { QueryResult } from "@/components/states";
import { toast } from "@/components/toasts";
import { useServerWords } from "@/components/useServerWords";
import { When } from "@/components/When";
import { fileSize } from "@/kit/files/size";
import { Choice } from "@/kit/list/filters";
import { List } from "@/kit/list/ListPage";
import { type Asked, useListing } from "@/kit/list/useListing";
import { Actions } from "@/kit/record/Actions";
import { ConfirmDialog } from "@/kit/record/ConfirmLater";
import { RecordPage } from "@/kit/record/RecordPage";
import { useAct } from "@/kit/record/useAct";
import { Steps, stepsAt } from "@/kit/show/Steps";
import { applyImport, importsKey, isAtWork, REFRESH, reportLink, useImport } from "./api";
import { ImportStatus, LineStatus } from "./ImportStatus";
import classes from "./imports.module.css";
import "./texts";

export default function ImportPage() {
  const { id } = useParams({ from: "/staff/imports/$id" });
  return (
    <QueryResult query={useImport(id)} page>
      {(one) => <ImportRecord one={one} />}
    </QueryResult>
  );
}

function ImportRecord({ one }: { one: Import }) {
  const { t } = useTranslation("imports");
  return (
    <RecordPage
      id={one.id}
      back={{ label: t("title"), to: "/staff/imports" }}
      title={one.file}
      state={<ImportStatus state={one.state} />}
      lead={
        <>
          {t("one.lead", { kind: t(`kinds.${one.kind}`), name: one.by.name })} · <When at={one.created_at} />
        </>
      }
      notice={<Decision one={one} />}
      properties={<Properties one={one} />}
    >
      <Lines one={one} />
    </RecordPage>
  );
}

/** Key of the current step: none once all are done. */
function stepOf({ state, applied_by }: Import): string | null {
  if (state === "checking") return "check";
  if (state === "checked") return "decide";
  if (state === "applying") return "apply";
  return state === "applied" ? null : applied_by ? "apply" : "check";
}

function Decision({ one }: { one: Import }) {
  const { t } = useTranslation("imports");
  const steps = ["check", "decide", "apply"] as const;
  const titled = steps.map((key) => ({ key, title: t(`one.${key}`) }));
  return (
    <div className={classes.parts}>
      <Steps
        label={t("one.steps")}
        steps={stepsAt(titled, stepOf(one), one.state === "failed" ? "failed" : "now")}
      />
      <News one={one} />
    </div>
  );
}

function News({ one }: { one: Import }) {
  const { t } = useTranslation("imports");
  const words = useServerWords();
  const { done, total, state, problem } = one;
  if (isAtWork(one)) {
    const text = total == null ? t("one.reading") : t("one.progress", { done, total });
    return (
      <Callout tint="info" icon={IconProgress} title={t(`states.${state}`)}>
        <div role="status">{text}</div>
        <Progress aria-label={t("one.steps")} value={(100 * done) / Math.max(total ?? 1, 1)} />
      </Callout>
    );
  }
  if (state === "failed")
    return (
      <Callout tint="danger" icon={IconAlertTriangle} title={t("one.failed")} alert>
        {problem?.column && <p>{t("one.failedColumn", { column: problem.column })}</p>}
        {problem && <p>{words.problem({ pointer: "", code: problem.code, detail: problem.detail })}</p>}
      </Callout>
    );
  if (state === "applied")
    return (
      <Callout tint="success" icon={IconCircleCheck} title={t("one.done")}>
        <p>{t("one.doneText", { ...one.applied })}</p>
        {one.applied.error > 0 && <p>{t("one.again")}</p>}
        <Acts one={one} />
      </Callout>
    );
  const some = one.checked.create + one.checked.change > 0;
  return (
    <Callout tint="attention" icon={IconTable} title={t(some ? "one.ready" : "one.nothing")}>
      <p>{t(some ? "one.readyText" : "one.nothingText")}</p>
      <Acts one={one} />
    </Callout>
  );
}

function Acts({ one }: { one: Import }) {
  const { t } = useTranslation("imports");
  const { id, allowed, checked, quiet, kind } = one;
  const act = useAct(one, { key: [...importsKey, id], refreshes: [importsKey], stale: t("one.stale") });
  const fetchReport = () =>
    reportLink(id)
      .then((url) => window.location.assign(url))
      .catch(() => toast(t("one.reportFailed"), "error"));
  return (
    <div className={classes.side}>
      <Actions
        allowed={allowed}
        act={act}
        primary="apply"
        actions={[
          {
            name: "apply",
            label: t("one.applyLabel", { count: checked.create + checked.change }),
            dialog: (close) => (
              <ConfirmDialog
                act={act}
                title={t("one.applyTitle")}
                submit={t("one.applySubmit")}
                done={t("one.applyDone")}
                send={applyImport(one)}
                onClose={close}
              >
                {t("one.applyText", { ...checked })}{" "}
                {kind === "contacts" && t(quiet ? "one.applyQuiet" : "one.applyMails")}
              </ConfirmDialog>
            ),
          },
        ]}
      />
      {allowed.includes("download") && (
        <Button
          variant="default"
          leftSection={<IconDownload size={16} aria-hidden />}
          onClick={() => void fetchReport()}
        >
          {t("one.report")}
        </Button>
      )}
    </div>
  );
}

function Properties({ one }: { one: Import }) {
  const { t } = useTranslation("imports");
  const counts = one.state === "applying" || one.state === "applied" ? one.applied : one.checked;
  return (
    <Facts>
      <Fact name={t("kind")}>{t(`kinds.${one.kind}`)}</Fact>
      <Fact name={t("file")}>{fileSize(one.size)}</Fact>
      <Fact name={t("lines")}>{one.total ?? "–"}</Fact>
      {(["create", "change", "same", "error"] as const).map((outcome) => (
        <Fact key={outcome} name={t(`outcomes.${outcome}`)}>
          {counts[outcome]}
        </Fact>
      ))}
      <Fact name={t("one.comparedBy")}>{t(`keys.${one.key as "name"}`)}</Fact>
      {one.quiet && <Fact name={t("one.invitations")}>{t("one.noInvitation")}</Fact>}
      {one.columns.length > 0 && (
        <Fact name={t("one.columns")}>
          <ul className={classes.errors}>
            {one.columns.map(({ column, field }) => (
              <li key={field}>
                {column} → {t(`fields.${field as "name"}`)}
              </li>
            ))}
          </ul>
        </Fact>
      )}
    </Facts>
  );
}

function Lines({ one }: { one: Import }) {
  const { t } = useTranslation("imports");
  const { id } = one;
  const search = useSearch({ from: "/staff/imports/$id" });
  const { outcome } = search;
  async function ask(page: Asked) {
    const query = { ...(outcome ? { outcome } : {}), ...page };
    const found = await unwrap(api.GET("/v1/imports/{id}/lines", { params: { path: { id }, query } }));
    return { ...found, items: found.items.map((line) => ({ ...line, id: String(line.line) })) };
  }
  const list = useListing({
    // The lines of a state are others than those of the one before.
    key: [...importsKey, id, "lines", one.state],
    search,
    ask,
    limit: 50,
    ...(isAtWork(one) ? { refresh: 2 * REFRESH } : {}),
  });
  return (
    <Card
      title={t("one.lines")}
      acts={
        <Choice
          of={list}
          name="outcome"
          label={t("one.show")}
          choices={{
            "": t("one.all"),
            error: t("outcomes.error"),
            create: t("outcomes.create"),
            change: t("outcomes.change"),
            same: t("outcomes.same"),
          }}
        />
      }
    >
      <List
        dense
        list={list}
        label={t("one.lines")}
        empty={{ icon: IconTable, title: t("one.noLines"), text: t("one.noLinesText") }}
        columns={[
          { key: "line", title: t("one.line"), bare: "start", cell: ({ line }) => line },
          { key: "key", title: t("one.key"), heading: true, cell: ({ key }) => key || "–" },
          {
            key: "outcome",
            title: t("one.outcome"),
            cell: ({ outcome: of, applied }) => <LineStatus outcome={of} applied={applied} />,
          },
          { key: "detail", title: t("one.detail"), cell: (line) => <Detail line={line} /> },
        ]}
      />
    </Card>
  );
}

/** Changes of a line, or its errors. */
function Detail({ line }: { line: ImportLine }) {
  const { t } = useTranslation("imports");
  const words = useServerWords();
  if (line.errors.length > 0)
    return (
      <ul className={classes.errors}>
        {line.errors.map(({ column, code, detail }) => {
          const said = words.problem({ pointer: "", code, detail });
          return (
            <li key={`${column} ${code}`}>{column ? t("one.inColumn", { column, detail: said }) : said}</li>
          );
        })}
      </ul>
    );
  if (line.fields.length === 0) return null;
  const fields = line.fields.map((field) => t(`fields.${field as "name"}`)).join(", ");
  return t("one.changes", { fields });
}
