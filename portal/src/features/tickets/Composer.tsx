/** Composer of messages: text with a draft, and files for a reply. A note has no files and its own look. */
import type { KeyboardEvent, ReactNode } from "react";
import { NEW_NOTE_TEXT, NEW_REPLY_TEXT } from "@/api/limits";
import { toast } from "@/components/toasts";
import { useNamedKeys } from "@/context/keys";
import { AttachField } from "@/kit/files/AttachField";
import type { KeptFile } from "@/kit/files/uploads";
import { Form } from "@/kit/form/Form";
import { text } from "@/kit/form/rules";
import { TextArea } from "@/kit/form/TextArea";
import { useForm } from "@/kit/form/useForm";
import { type Step, useWrite } from "./api";
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
  /** Content next to the files of a reply; `put` adds words to the text. */
  aside?: (put: (words: string) => void) => ReactNode;
  /** Other ways to send the text than as a message alone. */
  ways?: readonly Way[];
  /** The menu of these ways. */
  menu?: (menu: { choose: (way: string) => void; busy: boolean }) => ReactNode;
  /** Returns the words for a failure, if not the usual ones. */
  onFailed?: (error: unknown) => string | undefined;
}

/** Way to send a text: together with a step of the ticket, or as a message before another act. */
export interface Way {
  name: string;
  label: string;
  /** Step that the message is sent with, with the words shown once it is done. */
  step?: Step;
  done?: string;
  /** Called once the message is sent. */
  after?: () => void;
}

/** A field that grows with its text, from this number of rows. */
const grows = (rows: number) => ({ autosize: true, minRows: rows, maxRows: 16 });

export function Composer({ ticket, kind, label, help, submit, rows = 4, ...props }: Props) {
  const { aside, ways = [], menu, onFailed } = props;
  const t = useTicketWords();
  const write = useWrite(ticket);
  const form = useForm({
    draft: `${kind}-${ticket}`,
    start: EMPTY,
    rules: { text: text(LIMIT[kind], { required: t("error.textRequired") }) },
    pointers: { upload_ids: "files" },
    // After a lost answer, the words are sent once more by any of these, and arrive once.
    sameRequest: ways.filter(({ step }) => !step).map(({ name }) => name),
    ...(onFailed ? { onFailed } : {}),
    async send(values, { key, uploadIds, way: name }) {
      const way = ways.find((one) => one.name === name);
      await write({ kind, text: values.text.trim(), upload_ids: uploadIds, key, step: way?.step });
      toast(way?.done ?? t("ticket.sent"));
      return way?.after;
    },
    onSent: (after) => after?.(),
  });
  useNamedKeys([{ key: "Ctrl+Enter", name: submit }]);
  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    void form.submit();
  }
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
      ways={menu?.({
        choose: (way) => void form.submit(way),
        busy: form.busy,
      })}
      aside={
        kind === "reply" && (
          <div>
            <AttachField of={form} to="reply" compact />
            {aside?.(put)}
          </div>
        )
      }
    >
      <TextArea of={form} name="text" label={label} bare help={help} {...grows(rows)} onKeyDown={onKeyDown} />
    </Form>
  );
}
