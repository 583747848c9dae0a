/**
 * The life of a form: its draft on the device and on the server, its checks, its files, and sending it once however often
 * it is tried. When the session ends meanwhile, the call continues after signing in again (`authorisedFetch`).
 */
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { newKey } from "@/api/client";
import { toast } from "@/components/toasts";
import { useSession } from "@/context/session";
import { SubmissionKey } from "./submission";
import { type DraftState, useDraft } from "./useDraft";
import { type Fields, type FieldsOptions, useFields, type Values } from "./useFields";

/** The files that are added to a form. */
export interface Attachments {
  busy: boolean;
  failed: boolean;
  ids: string[];
  clear(): void;
}

export interface FormOptions<V extends Values, R> extends FieldsOptions<V> {
  /** The name its draft and its submission are kept under. Without one, leaving the page asks first. */
  draft?: string;
  /** What a form without a draft shows at first. */
  begin?: Partial<V>;
  /** Whether it changes a record: `start` is how the record is now, and the values stay once sent. */
  edits?: boolean;
  /** Sends the values; `key` stays the same while they and the way do, and `way` is the one that was chosen, if there are several. */
  send: (values: V, sending: { key: string; uploadIds: string[]; way: string | undefined }) => Promise<R>;
  onSent?: (result: R) => void | Promise<void>;
}

export interface Form<V extends Values> extends Fields<V> {
  draft: DraftState;
  /** Whether leaving the page would lose something. */
  unsaved: boolean;
  /** Whether anything is other than at first. */
  changed: boolean;
  /** Whether sending waits for files. */
  waiting: boolean;
  /** Whether files are on their way. */
  uploading: boolean;
  /** Sending waits for these files, and takes them along. */
  attach(files: Attachments): void;
  clear(): void;
  startOver(): void;
}

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

export function useForm<V extends Values, R = unknown>(options: FormOptions<V, R>): Form<V> {
  const { draft: name, start, begin, edits = false, send, onSent, ...rest } = options;
  const { t } = useTranslation("form");
  const { person, hat } = useSession();
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
      const result = await send(values, { key: key.for({ values, uploadIds, way }), uploadIds, way });
      key.done();
      if (edits) setBase(values);
      else clear();
      await onSent?.(result);
    },
  });

  // What was waiting for its files goes on, or stops, once they have arrived or failed.
  useEffect(() => {
    if (!waiting || attachments.current?.busy) return;
    setWaiting(null);
    void fields.submit(waiting.way);
  });

  // A newer version of the record replaces what nobody has touched.
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
    unsaved: changed && name === undefined && !fields.busy,
    changed,
    waiting: waiting !== null,
    uploading,
    attach(files) {
      attachments.current = files;
      // What waits for them looks again.
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
