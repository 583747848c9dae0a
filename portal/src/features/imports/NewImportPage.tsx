/** A new import: the kind, the file, and which of its columns holds what. */
import { Button, Checkbox, FileButton, NativeSelect, Progress, Text } from "@mantine/core";
import { IconAlertTriangle, IconDownload, IconFileUpload } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { newKey } from "@/api/client";
import { ProblemError, problemKey } from "@/api/problem";
import type { ImportKind } from "@/api/types";
import { Callout } from "@/components/Callout";
import { Card, Page } from "@/components/Page";
import { QueryResult } from "@/components/states";
import { useServerWords } from "@/components/useServerWords";
import { Allowed } from "@/kit/Allowed";
import { fileSize } from "@/kit/files/size";
import { TransferError, upload } from "@/kit/files/upload";
import { csvOf, saveFile, separatorOf } from "@/kit/list/csv";
import { DataTable } from "@/kit/list/DataTable";
import { importsKey, startImport, useImportKinds } from "./api";
import classes from "./imports.module.css";
import { guess, type Head, headOfFile, missing } from "./match";
import "./texts";

/** Largest size of a file, in bytes. */
const LARGEST = 20 * 1024 * 1024;

export default function NewImportPage() {
  return (
    <Allowed action="start_import">
      <QueryResult query={useImportKinds()} page>
        {({ items }) => <NewImport kinds={items} />}
      </QueryResult>
    </Allowed>
  );
}

/** Fault of a file, or the reason why it was not sent. */
function Fault({ text }: { text: string }) {
  return (
    <Callout tint="danger" icon={IconAlertTriangle}>
      {text}
    </Callout>
  );
}

interface Chosen {
  file: File;
  head: Head;
  columns: Record<string, string>;
}

function NewImport({ kinds }: { kinds: ImportKind[] }) {
  const { t, i18n } = useTranslation("imports");
  const [name, setName] = useState(kinds[0]?.kind);
  const [key, setKey] = useState("");
  const [quiet, setQuiet] = useState(false);
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [fault, setFault] = useState("");
  const sending = useSending();
  const kind = kinds.find((one) => one.kind === name);
  if (!kind) return null;
  const keyName = kind.keys.find((one) => one.name === key)?.name ?? kind.keys[0]?.name ?? "";
  const lacking = chosen ? missing(kind, keyName, chosen.columns) : [];
  const fieldName = (field: string) => t(`fields.${field as "name"}`);

  function choose(next: ImportKind["kind"]) {
    const other = kinds.find((one) => one.kind === next);
    setName(next);
    setKey("");
    if (chosen && other) setChosen({ ...chosen, columns: guess(other.fields, chosen.head.columns) });
  }

  async function read(file: File | null) {
    if (!file || !kind) return;
    setChosen(null);
    sending.reset();
    if (file.size > LARGEST) return setFault(t("fresh.tooLarge"));
    try {
      const head = await headOfFile(file);
      if (!head) return setFault(t("fresh.noHeader"));
      setFault("");
      setChosen({ file, head, columns: guess(kind.fields, head.columns) });
    } catch {
      setFault(t("fresh.unreadable"));
    }
  }

  function template({ kind: of, fields }: ImportKind) {
    const columns = fields.map(({ name: title, example }) => ({ title, value: () => example }));
    const separator = separatorOf(i18n.language);
    saveFile(t("fresh.templateName", { kind: of }), csvOf([{}], columns, separator));
  }

  function send({ file, columns }: Chosen) {
    const held = Object.entries(columns).filter(([, column]) => column !== "");
    return sending.start(file, {
      kind: (kind as ImportKind).kind,
      columns: held.map(([field, column]) => ({ field, column })),
      key: keyName,
      quiet: quiet && kind?.kind === "contacts",
    });
  }

  return (
    <Page
      title={t("fresh.title")}
      subtitle={t("fresh.lead")}
      back={{ label: t("title"), to: "/staff/imports" }}
    >
      <div className={classes.parts}>
        <Card title={t("fresh.what")}>
          <div className={classes.parts}>
            <div className={classes.side}>
              <NativeSelect
                label={t("kind")}
                value={kind.kind}
                disabled={sending.running}
                onChange={(event) => choose(event.currentTarget.value as ImportKind["kind"])}
                data={kinds.map((one) => ({ value: one.kind, label: t(`kinds.${one.kind}`) }))}
              />
              <Button
                variant="default"
                leftSection={<IconDownload size={16} aria-hidden />}
                onClick={() => template(kind)}
              >
                {t("fresh.template")}
              </Button>
            </div>
            <Text size="sm">{t(`kindText.${kind.kind}`)}</Text>
          </div>
        </Card>
        <Card title={t("fresh.file")}>
          <div className={classes.parts}>
            <Text size="sm">{t("fresh.fileHelp")}</Text>
            <FileButton
              accept=".csv,.txt,.tsv,text/csv"
              onChange={(file) => void read(file)}
              disabled={sending.running}
            >
              {(props) => (
                <Button
                  {...props}
                  variant="default"
                  className={classes.choose}
                  leftSection={<IconFileUpload size={16} aria-hidden />}
                >
                  {t("fresh.choose")}
                </Button>
              )}
            </FileButton>
            <div role="status">
              {chosen && t("fresh.chosen", { name: chosen.file.name, size: fileSize(chosen.file.size) })}
              {fault && <Fault text={fault} />}
            </div>
          </div>
        </Card>
        {chosen && (
          <Card title={t("fresh.columns")}>
            <Text size="sm">{t("fresh.columnsHelp")}</Text>
            <DataTable
              dense
              label={t("fresh.columns")}
              rows={kind.fields}
              keyOf={(field) => field.name}
              columns={[
                {
                  key: "field",
                  title: t("fresh.field"),
                  heading: true,
                  cell: ({ name: field, required }) =>
                    required ? `${fieldName(field)} (${t("fresh.needed")})` : fieldName(field),
                },
                {
                  key: "column",
                  title: t("fresh.column"),
                  cell: ({ name: field }) => (
                    <NativeSelect
                      size="sm"
                      aria-label={fieldName(field)}
                      value={chosen.columns[field] ?? ""}
                      disabled={sending.running}
                      onChange={(event) => {
                        const columns = { ...chosen.columns, [field]: event.currentTarget.value };
                        setChosen({ ...chosen, columns });
                      }}
                      data={[
                        { value: "", label: t("fresh.notIn") },
                        ...[...new Set(chosen.head.columns)].filter((column) => column !== ""),
                      ]}
                    />
                  ),
                },
                {
                  key: "example",
                  title: t("fresh.example"),
                  cell: ({ name: field }) =>
                    chosen.head.first[chosen.head.columns.indexOf(chosen.columns[field] || "\0")] ?? "",
                },
              ]}
            />
            <div className={classes.parts}>
              {kind.keys.length > 1 && (
                <NativeSelect
                  label={t("fresh.key")}
                  value={keyName}
                  disabled={sending.running}
                  onChange={(event) => setKey(event.currentTarget.value)}
                  data={kind.keys.map((one) => ({ value: one.name, label: t(`keys.${one.name as "name"}`) }))}
                />
              )}
              {kind.kind === "contacts" && (
                <Checkbox
                  label={t("fresh.quiet")}
                  description={t("fresh.quietHelp")}
                  checked={quiet}
                  disabled={sending.running}
                  onChange={(event) => setQuiet(event.currentTarget.checked)}
                />
              )}
            </div>
            <div className={classes.end}>
              <div role="status">
                {lacking.length > 0 && t("fresh.missing", { fields: lacking.map(fieldName).join(", ") })}
                {sending.running && (
                  <>
                    {t("fresh.uploading")}
                    <Progress aria-label={t("fresh.uploading")} value={100 * sending.share} />
                  </>
                )}
                {sending.failure && <Fault text={sending.failure} />}
              </div>
              <Button
                disabled={lacking.length > 0}
                loading={sending.running}
                onClick={() => void send(chosen)}
              >
                {t("fresh.check")}
              </Button>
            </div>
          </Card>
        )}
      </div>
    </Page>
  );
}

type Wanted = Omit<Parameters<typeof startImport>[0], "upload_id">;

/** Sends a file and has it checked; then goes to the import. */
function useSending() {
  const { t } = useTranslation("imports");
  const { t: common } = useTranslation();
  const words = useServerWords();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [share, setShare] = useState<number | null>(null);
  const [failure, setFailure] = useState("");
  const key = useRef(newKey());

  function wordsOf(error: unknown): string {
    if (error instanceof TransferError) return t("fresh.failed");
    const first = error instanceof ProblemError ? error.fields[0] : undefined;
    return first ? words.problem(first) : common(problemKey(error));
  }

  async function start(file: File, wanted: Wanted) {
    setShare(0);
    setFailure("");
    try {
      const { signal } = new AbortController();
      const upload_id = await upload(file, { onProgress: setShare, onChecking: () => setShare(1), signal });
      const { id } = await startImport({ ...wanted, upload_id }, key.current);
      void queries.invalidateQueries({ queryKey: importsKey });
      await navigate({ to: "/staff/imports/$id", params: { id } });
    } catch (error) {
      setFailure(wordsOf(error));
    } finally {
      // Another try is another submission: its upload is another one.
      key.current = newKey();
      setShare(null);
    }
  }

  return { start, failure, running: share !== null, share: share ?? 0, reset: () => setFailure("") };
}
