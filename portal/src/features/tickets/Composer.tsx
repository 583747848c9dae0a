/** Composer of messages: text with a draft, and files. A note has its own look, and its files are for staff alone. */
import { type KeyboardEvent, type ReactNode, type RefObject, useRef } from "react";
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
import classes from "./Composer.module.css";
import "./texts";
import { useTicketWords } from "./words";

interface Named {
  id: string;
  name: string;
}

const EMPTY = { text: "", files: [] as KeptFile[], mentions: [] as Named[] };
const LIMIT = { reply: NEW_REPLY_TEXT, note: NEW_NOTE_TEXT };

interface Props {
  ticket: string;
  kind: "reply" | "note";
  label: string;
  help: string;
  submit: string;
  rows?: number;
  /** Content next to the files; `put` adds words to the text. */
  aside?: (put: (words: string) => void, field: AssistedField) => ReactNode;
  /** Content over the field that helps while the text is typed. */
  assist?: (field: AssistedField) => ReactNode;
  /** Other ways to send the text than as a message alone. */
  ways?: readonly Way[];
  /** The menu of these ways. */
  menu?: (menu: { choose: (way: string) => void; busy: boolean }) => ReactNode;
  /** Returns the words for a failure, if not the usual ones. */
  onFailed?: (error: unknown) => string | undefined;
}

/** The field of the text, for content that writes into it. */
export interface AssistedField {
  area: RefObject<HTMLTextAreaElement | null>;
  /** Place for the function that takes the keys pressed in the field; it returns whether it has used them. */
  keys: RefObject<((event: KeyboardEvent) => boolean) | undefined>;
  /** Puts words in the place of a part of the text, as if they were typed. */
  write(from: number, to: number, words: string): void;
  /** Writes a mark at the caret, apart from the word before it. */
  begin(mark: string): void;
  /** Remembers a colleague whom the text names. */
  mention(person: Named): void;
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
  const { aside, assist, ways = [], menu, onFailed } = props;
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
      // A name that was deleted from the text is not meant any more.
      const meant = (values.mentions ?? []).filter(({ name }) => values.text.includes(`@${name}`));
      const mentions = [...new Set(meant.map(({ id }) => id))];
      await write({ kind, text: values.text.trim(), upload_ids: uploadIds, mentions, key, step: way?.step });
      toast(way?.done ?? t("ticket.sent"));
      return way?.after;
    },
    onSent: (after) => after?.(),
  });
  const area = useRef<HTMLTextAreaElement>(null);
  const keys = useRef<((event: KeyboardEvent) => boolean) | undefined>(undefined);
  const field: AssistedField = {
    area,
    keys,
    write(from, to, words) {
      const box = area.current;
      if (!box) return;
      box.focus();
      box.setSelectionRange(from, to);
      // As if it were typed, so that the browser's Undo takes it back.
      if (typeof document.execCommand === "function" && document.execCommand("insertText", false, words))
        return;
      form.set({ text: box.value.slice(0, from) + words + box.value.slice(to) });
      requestAnimationFrame(() => {
        box.setSelectionRange(from + words.length, from + words.length);
        box.dispatchEvent(new Event("input", { bubbles: true }));
      });
    },
    begin(mark) {
      const box = area.current;
      if (!box) return;
      const at = box.selectionEnd;
      const apart = at === 0 || /\s$/.test(box.value.slice(0, at));
      this.write(at, at, apart ? mark : ` ${mark}`);
    },
    mention: (person) => form.set({ mentions: [...(form.values.mentions ?? []), person] }),
  };
  useNamedKeys([{ key: "Ctrl+Enter", name: submit }]);
  function onKeyDown(event: KeyboardEvent) {
    if (keys.current?.(event)) return;
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
        <div>
          <AttachField of={form} to="reply" compact />
          {aside?.(put, field)}
        </div>
      }
    >
      <div className={classes.assisted}>
        {assist?.(field)}
        <TextArea
          of={form}
          name="text"
          label={label}
          bare
          help={help}
          {...grows(rows)}
          onKeyDown={onKeyDown}
          ref={area}
        />
      </div>
    </Form>
  );
}
