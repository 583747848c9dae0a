/** Inviting many people from a CSV file: what it says line by line, then the invitations and what became of each. */
import { Button, FileButton, Progress, Text, Textarea } from "@mantine/core";
import { IconFileUpload } from "@tabler/icons-react";
import { useSearch } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { unwrap } from "@/api/client";
import { Card, Page } from "@/components/Page";
import { Status } from "@/components/Status";
import { useQueues } from "@/context/company";
import { languageOf } from "@/i18n/language";
import { Allowed } from "@/kit/Allowed";
import { textOfFile } from "@/kit/list/cells";
import { DataTable } from "@/kit/list/DataTable";
import { type Result, useBulk } from "@/kit/list/useBulk";
import { invite } from "../api";
import { kindOf, OWN } from "../roles";
import classes from "./InviteManyPage.module.css";
import { type Line, readLines, wantedBy } from "./read";
import "./texts";
import "../texts";

export default function InviteManyPage() {
  return (
    <Allowed action="invite_person">
      <Inviting />
    </Allowed>
  );
}

function Inviting() {
  const { t, i18n } = useTranslation("inviteMany");
  const { t: people } = useTranslation("people");
  const { account } = useSearch({ from: "/staff/people/invite" });
  const queues = useQueues(!account).data?.items;
  const [text, setText] = useState("");
  const [sent, setSent] = useState<ReadonlyMap<string, Result>>(new Map());
  const language = languageOf(i18n.language);
  const known = useMemo(
    () => ({ queues: queues ?? [], customers: account !== undefined, language }),
    [queues, account, language],
  );
  const lines = useMemo(() => readLines(text, known), [text, known]);
  const bulk = useBulk<Line>({
    keyOf: ({ id }) => id,
    nameOf: ({ email }) => email,
    refreshes: [["people"]],
  });
  const isDone = ({ id }: Line) => sent.get(id)?.failure === null;
  const ready = lines.filter((line) => !line.fault && !isDone(line));
  const wrong = lines.filter(({ fault }) => fault).length;
  const done = lines.filter(isDone).length;
  const failed = [...sent.values()].filter(({ failure }) => failure !== null).length;

  function read(next: string) {
    setText(next);
    setSent(new Map());
    bulk.reset();
  }

  async function send() {
    const results = await bulk.run(
      {
        label: t("title"),
        same: "invite",
        act: (line, key) => {
          const { role, queue_ids, locale } = wantedBy(line, known);
          const own = { kind: kindOf(role), role, queue_ids };
          const hat = account ? { ...own, account_id: account } : own;
          return unwrap(invite({ name: line.name, email: line.email, locale, hats: [hat] }, key));
        },
      },
      ready,
    );
    setSent((before) => new Map([...before, ...results.map((result) => [result.id, result] as const)]));
  }

  function outcome(line: Line) {
    const result = sent.get(line.id);
    if (line.fault) return <Status plain state="failed" label={t(`faults.${line.fault}`)} />;
    if (!result) return t("ready");
    return result.failure === null ? (
      <Status plain state="invited" label={t("sent")} />
    ) : (
      <Status plain state="failed" label={result.failure} />
    );
  }

  return (
    <Page
      title={t("title")}
      subtitle={t(account ? "leadAccount" : "lead")}
      back={{ label: people("area"), to: "/staff/people", search: account ? { account } : {} }}
    >
      <div className={classes.parts}>
        <Card title={t("file")}>
          <div className={classes.parts}>
            <Text size="sm">{account ? t("fileHelpAccount") : t("fileHelp", { roles: OWN.join(", ") })}</Text>
            <FileButton
              accept=".csv,.txt,text/csv"
              onChange={(file) =>
                void file?.arrayBuffer().then((bytes) => read(textOfFile(new Uint8Array(bytes))))
              }
              disabled={bulk.running}
            >
              {(props) => (
                <Button
                  {...props}
                  variant="default"
                  className={classes.choose}
                  leftSection={<IconFileUpload size={16} aria-hidden />}
                >
                  {t("choose")}
                </Button>
              )}
            </FileButton>
            <Textarea
              label={t("paste")}
              rows={6}
              value={text}
              disabled={bulk.running}
              spellCheck={false}
              onChange={(event) => read(event.currentTarget.value)}
            />
          </div>
        </Card>
        {lines.length > 0 && (
          <Card title={t("lines")}>
            <DataTable
              dense
              label={t("lines")}
              rows={lines}
              keyOf={({ id }) => id}
              columns={[
                { key: "line", title: t("line"), bare: "start", cell: ({ id }) => id },
                { key: "name", title: t("name"), heading: true, cell: ({ name }) => name || "–" },
                { key: "email", title: t("email"), cell: ({ email }) => email },
                {
                  key: "role",
                  title: t("role"),
                  cell: ({ role, queues }) => [role, queues].filter(Boolean).join(": "),
                },
                { key: "outcome", title: t("outcome"), bare: "end", cell: outcome },
              ]}
            />
            <div className={classes.end}>
              <div role="status">
                {bulk.running ? (
                  <>
                    {t("sending", { done: bulk.results.length, total: bulk.total })}
                    <Progress
                      aria-label={t("title")}
                      value={(100 * bulk.results.length) / Math.max(bulk.total, 1)}
                    />
                  </>
                ) : (
                  <>
                    {done > 0 && <p>{t("done", { count: done })}</p>}
                    {failed > 0 && <p>{t("failed", { count: failed })}</p>}
                    {ready.length > 0 && <p>{t("summary", { count: ready.length })}</p>}
                    {ready.length === 0 && done === 0 && <p>{t("none")}</p>}
                    {wrong > 0 && <p>{t("wrong", { count: wrong })}</p>}
                  </>
                )}
              </div>
              {bulk.running ? (
                <Button variant="default" onClick={bulk.stop}>
                  {t("stop")}
                </Button>
              ) : (
                ready.length > 0 && (
                  <Button onClick={() => void send()}>{t("send", { count: ready.length })}</Button>
                )
              )}
            </div>
          </Card>
        )}
      </div>
    </Page>
  );
}
