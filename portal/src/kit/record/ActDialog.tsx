/** Dialogs before an act: a confirmation, or a text to go with the act. The text is kept as a draft. */
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "@/components/Dialog";
import { Form } from "@/kit/form/Form";
import { type Rules, text, trimmed } from "@/kit/form/rules";
import { TextArea } from "@/kit/form/TextArea";
import type { Told } from "@/kit/form/Theirs";
import type { Name, Values } from "@/kit/form/useFields";
import { type Form as FormState, useForm } from "@/kit/form/useForm";
import classes from "./record.module.css";
import { type Acting, isStale, type Send } from "./useAct";

interface Props<V extends Values> {
  act: Acting;
  title: string;
  /** Name of the act, on its button. */
  submit: string;
  done?: string;
  onClose: () => void;
  danger?: boolean;
  start: V;
  rules?: Rules<V>;
  /** Fields of the form by the server's names where these differ. */
  pointers?: Record<string, Name<V>>;
  /** Name under which the typed text is kept. */
  draft?: string;
  /** Names and values of the fields in words, where they are those of the record. */
  told?: Told<V>;
  /** Sends the act with the values; `key` stays the same while they do. `changed` are the values that are not the first. */
  send: (values: V, key: string, changed: Partial<V>) => Send;
  undo?: Send;
  children: (form: FormState<V>) => ReactNode;
}

/** Values that are not those the form was opened with. */
function changedIn<V extends Values>(values: V, from: V): Partial<V> {
  const changed = Object.entries(values).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(from[name as Name<V>]),
  );
  return Object.fromEntries(changed) as Partial<V>;
}

/** Dialog of an act with fields of its own. It is about the version that it was opened with. */
export function ActDialog<V extends Values>({ act, title, onClose, children, ...props }: Props<V>) {
  const { submit, done, danger, start, rules, pointers, draft, told, send, undo } = props;
  const { t } = useTranslation("form");
  const form = useForm<V, unknown>({
    start,
    ...(rules ? { rules } : {}),
    ...(pointers ? { pointers } : {}),
    ...(draft ? { draft } : {}),
    version: act.version,
    onFailed: (error) => act.conflict(error) && (told && isStale(error) ? t("changed") : act.conflict(error)),
    send(values, { key, version, from }) {
      const whole = trimmed(values);
      return act.run("dialog", send(whole, key, changedIn(whole, from)), { done, undo, key, version });
    },
    onSent: onClose,
  });
  return (
    <Dialog onClose={onClose} title={title} size="lg">
      <Form
        of={form}
        submit={submit}
        onCancel={onClose}
        danger={danger ?? false}
        aside={false}
        guarded={false}
        told={told}
      >
        {children(form)}
      </Form>
    </Dialog>
  );
}

type TextProps = Omit<
  Props<{ text: string }>,
  "start" | "rules" | "pointers" | "told" | "send" | "children"
> & {
  label: string;
  help?: string | undefined;
  limit: { least: number; most: number };
  /** Error if nothing was written. */
  required?: string;
  send: (text: string) => Send;
};

/** Dialog of an act that needs a text. */
export function TextDialog({ label, help, limit, required, send, ...props }: TextProps) {
  return (
    <ActDialog
      {...props}
      start={{ text: "" }}
      rules={{ text: text(limit, required ? { required } : {}) }}
      send={(values) => send(values.text)}
    >
      {(form) => <TextArea of={form} name="text" label={label} help={help} rows={6} data-autofocus />}
    </ActDialog>
  );
}

type ConfirmProps = Omit<
  Props<object>,
  "start" | "rules" | "pointers" | "told" | "send" | "children" | "draft"
> & {
  /** Text about the effect of the act. */
  children: ReactNode;
  send: Send;
};

/** Dialog that asks to confirm an act. */
export function ConfirmDialog({ children, send, ...props }: ConfirmProps) {
  return (
    <ActDialog {...props} start={{}} send={() => send}>
      {() => <p className={classes.text}>{children}</p>}
    </ActDialog>
  );
}
