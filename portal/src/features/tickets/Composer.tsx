/** Writing a message: text with a draft, files for a reply. A note has no files and its own look. */
import type { ReactNode } from "react";
import { NEW_NOTE_TEXT, NEW_REPLY_TEXT } from "@/api/limits";
import { toast } from "@/components/toasts";
import { AttachField } from "@/kit/files/AttachField";
import type { KeptFile } from "@/kit/files/uploads";
import { Form } from "@/kit/form/Form";
import { text } from "@/kit/form/rules";
import { TextArea } from "@/kit/form/TextArea";
import { useForm } from "@/kit/form/useForm";
import { useWrite } from "./api";
import "./texts";
import { useTicketWords } from "./words";

const EMPTY = { text: "", files: [] as KeptFile[] };
const LIMIT = { reply: NEW_REPLY_TEXT, note: NEW_NOTE_TEXT };

interface Props {
  ticket: string;
  kind: "reply" | "note";
  label: string;
  help: string;
  submit: string;
  rows?: number;
  /** Stands beside the files of a reply; what is `put` is added to the text. */
  beside?: (put: (words: string) => void) => ReactNode;
}

export function Composer({ ticket, kind, label, help, submit, rows = 4, beside }: Props) {
  const t = useTicketWords();
  const write = useWrite(ticket);
  const form = useForm({
    draft: `${kind}-${ticket}`,
    start: EMPTY,
    rules: { text: text(LIMIT[kind], { required: t("error.textRequired") }) },
    pointers: { upload_ids: "files" },
    send: (values, { key, uploadIds }) =>
      write({ kind, text: values.text.trim(), upload_ids: uploadIds, key }),
    onSent: () => toast(t("ticket.sent")),
  });
  function put(words: string) {
    const before = form.values.text.trimEnd();
    form.set({ text: before ? `${before}\n\n${words}` : words });
    form.focus("text");
  }
  return (
    <Form
      of={form}
      kind={kind}
      submit={submit}
      beside={
        kind === "reply" && (
          <div>
            <AttachField of={form} to="reply" compact />
            {beside?.(put)}
          </div>
        )
      }
    >
      <TextArea of={form} name="text" label={label} bare help={help} rows={rows} />
    </Form>
  );
}
