/** Writing a message: text with a draft, files for a reply. A note has no files and its own look. */
import { Button, Textarea } from "@mantine/core";
import { type FormEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { NEW_NOTE_TEXT, NEW_REPLY_TEXT } from "@/api/limits";
import { ProblemError, problemKey, SignedOutError } from "@/api/problem";
import { characters } from "@/components/text";
import { toast } from "@/components/toasts";
import { useDraft } from "@/features/drafts/useDraft";
import { FilesField } from "@/features/files/FilesField";
import { type KeptFile, useUploads } from "@/features/files/uploads";
import { newKey, useWrite } from "./api";
import classes from "./Composer.module.css";
import { SubmissionKey } from "./form";
import "./texts";

interface Values extends Record<string, unknown> {
  text: string;
  files?: KeptFile[];
}

/** A note has no files. */
const NO_FILES: KeptFile[] = [];
const EMPTY: Record<"reply" | "note", Values> = { reply: { text: "", files: NO_FILES }, note: { text: "" } };

interface Props {
  ticket: string;
  kind: "reply" | "note";
  label: string;
  help: string;
  submit: string;
  rows?: number;
}

export function Composer({ ticket, kind, label, help, submit, rows = 4 }: Props) {
  const { t } = useTranslation("tickets");
  const { t: common } = useTranslation();
  const { values, set, clear } = useDraft<Values>(`${kind}-${ticket}`, EMPTY[kind]);
  const uploads = useUploads("reply", values.files ?? NO_FILES, (files) => set({ files }));
  const write = useWrite(ticket);
  const [error, setError] = useState<string | null>(null);
  const [key] = useState(() => new SubmissionKey(`${kind}-${ticket}`, newKey));
  const box = useRef<HTMLTextAreaElement>(null);

  function refuse(words: string) {
    setError(words);
    box.current?.focus();
  }

  function onSubmit(event: FormEvent) {
    event.preventDefault();
    if (write.isPending) return;
    const text = values.text.trim();
    if (text === "") return refuse(t("error.textRequired"));
    const { most } = kind === "note" ? NEW_NOTE_TEXT : NEW_REPLY_TEXT;
    if (characters(text) > most) return refuse(t("error.textLong", { most }));
    if (uploads.failed) return setError(t("new.filesFailed"));
    setError(null);
    const body = { kind, text, upload_ids: uploads.ids };
    write.mutate(
      { ...body, key: key.for(body) },
      {
        onSuccess: () => {
          key.done();
          clear();
          uploads.clear();
          toast(t("ticket.sent"));
        },
        onError: (failure) => {
          if (failure instanceof SignedOutError) return;
          const field = failure instanceof ProblemError ? failure.fields[0] : undefined;
          setError(field?.detail || common(problemKey(failure)));
        },
      },
    );
  }

  return (
    <form onSubmit={onSubmit} className={classes.form} data-kind={kind} noValidate>
      <Textarea
        ref={box}
        aria-label={label}
        description={help}
        rows={rows}
        value={values.text}
        onChange={(event) => {
          set({ text: event.currentTarget.value });
          setError(null);
        }}
        error={error}
      />
      <div className={classes.foot}>
        {kind === "reply" ? <FilesField uploads={uploads} compact /> : <span />}
        <Button type="submit" loading={write.isPending} disabled={uploads.busy}>
          {submit}
        </Button>
      </div>
    </form>
  );
}
