/**
 * Fields of a form: their values, their errors, and sending them once. Needs no drafts and no signed-in person;
 * `useForm` adds both.
 */
import { useForm as useMantineForm } from "@mantine/form";
import { type RefObject, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { ProblemError, problemKey, SignedOutError } from "@/api/problem";
import { useServerWords } from "@/components/useServerWords";
import { check, type Limit, type Rules } from "./rules";
import "./texts";

export type Values = object;
export type Name<V> = keyof V & string;
type Errors<V> = Partial<Record<Name<V>, string>>;

export interface Failure {
  text: string;
  /** Error of the server that caused the failure, if any. */
  error?: unknown;
}

export interface FieldsOptions<V extends Values> {
  /** First values of the form. */
  start: V;
  rules?: Rules<V>;
  /** Fields of the form by the server's names where these differ: `{ upload_ids: "files", "address/city": "city" }`. */
  pointers?: Record<string, Name<V>>;
  /** Returns the words when some fields need attention. */
  attention?: (count: number) => string;
  /** Called with a failure before it is shown; returns words to show instead of the usual ones. */
  onFailed?: (error: unknown) => string | undefined;
}

interface Sending<V extends Values> extends FieldsOptions<V> {
  send: (values: V, way?: string) => Promise<unknown>;
  onSet?: (values: V) => void;
  /** Whether the form can be sent now; false while sending has to wait. */
  ready?: (way?: string) => boolean;
}

/** State of a form for its fields. Has methods, not properties, so that a field also fits a wider form. */
export interface Fields<V extends Values> {
  values: V;
  errors: Errors<V>;
  failure: Failure | null;
  busy: boolean;
  element: RefObject<HTMLFormElement | null>;
  set(part: Partial<V>): void;
  /** Checks a field that was left. A field left empty is not yet a mistake, unless it `counts`. */
  leave(name: Name<V>, counts?: boolean): void;
  limitOf(name: Name<V>): Limit | undefined;
  focus(name: Name<V>, options?: { select: boolean }): void;
  /** Sends the form, in the named way if there are several. */
  submit(way?: string): Promise<void>;
}

const FOCUSABLE = "input:checked, input, textarea, select, button";

export function useFields<V extends Values>(options: Sending<V>) {
  const { t, i18n } = useTranslation("form");
  const { t: common } = useTranslation();
  const server = useServerWords();
  const rules: Rules<V> = options.rules ?? {};
  const form = useMantineForm<V>({ initialValues: options.start, clearInputErrorOnChange: false });
  const errors = form.errors as Errors<V>;
  const [notice, setNotice] = useState<Failure | "fields" | null>(null);
  const [busy, setBusy] = useState(false);
  const sending = useRef(false);
  const element = useRef<HTMLFormElement>(null);

  function set(part: Partial<V>) {
    const before = form.getValues();
    const next = { ...before, ...part };
    form.setValues(part);
    options.onSet?.(next);
    // An error disappears as soon as its cause does; new ones wait until the field is left.
    form.setErrors((all) => {
      const [was, now] = [check(rules, before), check(rules, next)];
      const kept = Object.entries(all).map(([field, error]) => {
        const name = field as Name<V>;
        const changed = field in part || was[name] === error;
        return [field, changed ? now[name] : error];
      });
      return Object.fromEntries(kept.filter(([, error]) => error));
    });
  }

  function leave(name: Name<V>, counts = false) {
    const values = form.getValues();
    const words = rules[name]?.(values[name], values);
    if (words && (counts || values[name] !== "")) form.setFieldError(name as never, words);
  }

  function focus(name: Name<V>, { select } = { select: false }) {
    requestAnimationFrame(() => {
      const field = element.current?.querySelector(`[data-field="${name}"]`);
      const box = field?.matches(FOCUSABLE) ? field : field?.querySelector(FOCUSABLE);
      if (box instanceof HTMLElement) box.focus();
      if (select && box instanceof HTMLInputElement) box.select();
    });
  }

  /** Shows errors; the topmost field on the page with an error gets the focus. */
  function complain(found: Errors<V>) {
    form.setErrors(found);
    setNotice("fields");
    const fields = [...(element.current?.querySelectorAll<HTMLElement>("[data-field]") ?? [])];
    const first = fields.map((field) => field.dataset.field ?? "").find((name) => found[name as Name<V>]);
    focus((first ?? Object.keys(found)[0]) as Name<V>);
  }

  function fail(error: unknown) {
    if (error instanceof SignedOutError) return;
    const own = options.onFailed?.(error);
    if (own) return setNotice({ text: own, error });
    const problems = error instanceof ProblemError ? error.fields : [];
    const found: Errors<V> = {};
    const other: string[] = [];
    for (const { pointer, code, detail } of problems) {
      const name = fieldAt(pointer, options.pointers);
      const known = i18n.exists(`problem.${code}`);
      const said = server.problem({ code, detail, pointer });
      if (!(name in form.getValues())) other.push(said);
      else found[name] ??= known ? common(`problem.${code}` as "problem.required") : said;
    }
    if (Object.keys(found).length > 0) return complain(found);
    const detail = error instanceof ProblemError && error.status === 422 ? server.sentence(error.detail) : "";
    setNotice({ text: other[0] || detail || common(problemKey(error)), error });
  }

  async function submit(way?: string) {
    if (sending.current) return;
    const values = form.getValues();
    const found = check(rules, values) as Errors<V>;
    if (Object.keys(found).length > 0) return complain(found);
    form.setErrors({});
    setNotice(null);
    if (options.ready?.(way) === false) return;
    sending.current = true;
    setBusy(true);
    try {
      await options.send(values, way);
    } catch (error) {
      fail(error);
    } finally {
      sending.current = false;
      setBusy(false);
    }
  }

  const count = Object.keys(errors).length;
  const attention = count === 0 ? null : { text: options.attention?.(count) ?? t("check", { count }) };
  const fields: Fields<V> = {
    values: form.values,
    errors,
    failure: notice === "fields" ? attention : notice,
    busy,
    element,
    set,
    leave,
    limitOf: (name) => rules[name]?.limit,
    focus,
    submit,
  };
  return {
    ...fields,
    /** Puts values into the form that nobody has typed. */
    put(values: V) {
      form.setValues(values);
    },
    tell(failure: Failure | null) {
      if (!failure) form.setErrors({});
      setNotice(failure);
    },
    now: () => form.getValues(),
  };
}

/** Returns the field of a server's pointer: the one of its longest declared beginning, or the one of its first part. */
function fieldAt<V>(pointer: string, pointers: Record<string, Name<V>> = {}): Name<V> {
  const parts = pointer.split("/").slice(1);
  const beginnings = parts.map((_, index) => parts.slice(0, parts.length - index).join("/"));
  const declared = beginnings.find((beginning) => beginning in pointers);
  return (declared === undefined ? undefined : pointers[declared]) ?? (parts[0] as Name<V>);
}
