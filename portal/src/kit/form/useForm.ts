/**
 * Life of a form: its draft on the device and on the server, its checks and its files. However often it is tried, it
 * is sent once. When the session ends meanwhile, the call continues after signing in again (`authorisedFetch`).
 */
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { newKey } from "@/api/client";
import { toast } from "@/components/toasts";
import { useSession } from "@/context/session";
import { SubmissionKey } from "./submission";
import { type DraftState, useDraft } from "./useDraft";
import { type Fields, type FieldsOptions, useFields, type Values } from "./useFields";

/** Files that are added to a form. */
export interface Attachments {
  busy: boolean;
  failed: boolean;
  ids: string[];
  clear(): void;
}

export interface FormOptions<V extends Values, R> extends FieldsOptions<V> {
  /** Name under which the draft and the submission are kept. Without one, leaving the page asks first. */
  draft?: string;
  /** First values of a form without a draft. */
  begin?: Partial<V>;
  /** Whether the form changes a record: `start` is the current record, and the values stay once sent. */
  edits?: boolean;
  /** Ways that send the same request as the form without a way, such as those that only act afterwards. */
  sameRequest?: readonly string[];
  /**
   * Sends the values. `key` stays the same while the values and the request do; `way` is the chosen one if there are
   * several.
   */
  send: (values: V, sending: { key: string; uploadIds: string[]; way: string | undefined }) => Promise<R>;
  onSent?: (result: R) => void | Promise<void>;
}

export interface Form<V extends Values> extends Fields<V> {
  draft: DraftState;
  /** Whether leaving the page would lose something. */
  unsaved: boolean;
  /** Whether any value differs from the first ones. */
  changed: boolean;
  /** Whether sending waits for files. */
  waiting: boolean;
  /** Whether files are being uploaded. */
  uploading: boolean;
  /** Adds files to the form: sending waits for them, and includes them. */
  attach(files: Attachments): void;
  clear(): void;
  startOver(): void;
}

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

export function useForm<V extends Values, R = unknown>(options: FormOptions<V, R>): Form<V> {
  const { draft: kept, start, begin, edits = false, sameRequest = [], send, onSent, ...rest } = options;
  const { t } = useTranslation("form");
  const { person, hat, viewer } = useSession();
  // Nothing is read or kept of the words of a person who is only looked at.
  const name = viewer ? undefined : kept;
  const [waiting, setWaiting] = useState<{ way: string | undefined } | null>(null);
  const [uploading, setUploading] = useState(false);
  const [base, setBase] = useState(start);
  const seen = useRef(start);
  const attachments = useRef<Attachments | null>(null);
  const owner = [person.id, hat.id, name].filter(Boolean).join(":");
  const [key] = useState(() => new SubmissionKey(owner, newKey, name ? localStorage : NOWHERE));
  const draft = useDraft<V>({ name, empty: start, begin, onFound: (values) => fields.put(values) });

  const fields = useFields<V>({
    ...rest,
    start: draft.first,
    onSet: draft.keep,
    ready(way) {
      if (attachments.current?.failed) fields.tell({ text: t("filesFailed") });
      else if (attachments.current?.busy) setWaiting({ way });
      else return true;
      return false;
    },
    async send(values, way) {
      const uploadIds = attachments.current?.ids ?? [];
      const request = way !== undefined && sameRequest.includes(way) ? undefined : way;
      const result = await send(values, {
        key: key.for({ values, uploadIds, way: request }),
        uploadIds,
        way,
      });
      key.done();
      if (edits) setBase(values);
      else clear();
      await onSent?.(result);
    },
  });

  // A form that waited for its files is sent, or stops, once they have arrived or failed.
  useEffect(() => {
    if (!waiting || attachments.current?.busy) return;
    setWaiting(null);
    void fields.submit(waiting.way);
  });

  // A newer version of the record replaces values that nobody has changed.
  useEffect(() => {
    if (!edits || same(start, seen.current)) return;
    seen.current = start;
    const now = fields.now();
    const untouched = (Object.keys(start) as (keyof V)[]).filter((field) => same(now[field], base[field]));
    fields.put({ ...now, ...Object.fromEntries(untouched.map((field) => [field, start[field]])) });
    setBase(start);
  });

  function clear() {
    draft.forget();
    fields.put(start);
    attachments.current?.clear();
  }

  const changed = !same(fields.values, base);
  return {
    ...fields,
    busy: fields.busy || waiting !== null,
    draft: draft.state,
    unsaved: changed && name === undefined && !viewer && !fields.busy,
    changed,
    waiting: waiting !== null,
    uploading,
    attach(files) {
      attachments.current = files;
      // A form that waits for these files checks again.
      setUploading(files.busy);
    },
    clear,
    startOver() {
      clear();
      fields.tell(null);
      toast(t("startedOver"));
    },
  };
}

/** A form without a name remembers its submission for as long as it is on the page. */
const NOWHERE = { getItem: () => null, setItem: () => undefined, removeItem: () => undefined };
