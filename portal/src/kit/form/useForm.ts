/**
 * Life of a form: its draft on the device and on the server, its checks and its files. However often it is tried, it
 * is sent once. When the session ends meanwhile, the call continues after signing in again (`authorisedFetch`).
 */
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { newKey } from "@/api/client";
import { ProblemError } from "@/api/problem";
import { toast } from "@/components/toasts";
import { useSession } from "@/context/session";
import type { From } from "./drafts";
import { SubmissionKey } from "./submission";
import { type DraftState, useDraft } from "./useDraft";
import { type Fields, type FieldsOptions, type Name, useFields, type Values } from "./useFields";

/** Files that are added to a form. */
export interface Attachments {
  busy: boolean;
  failed: boolean;
  ids: string[];
  clear(): void;
}

export interface Sending<V extends Values> {
  /** Key that stays the same while the values and the request do. */
  key: string;
  uploadIds: string[];
  /** The chosen way, if there are several. */
  way: string | undefined;
  /** Version of the record that the values were made from. */
  version: number | undefined;
  /** First values, of that version. */
  from: V;
}

export interface FormOptions<V extends Values, R> extends FieldsOptions<V> {
  /** Name under which the draft and the submission are kept. Without one, leaving the page asks first. */
  draft?: string;
  /** First values of a form without a draft. */
  begin?: Partial<V>;
  /** Whether the form changes a record: `start` is the current record, and the values stay once sent. */
  edits?: boolean;
  /**
   * Version of the record that `start` is of. The form stays with the version that it was opened with, until the person
   * has chosen what becomes of another one's change.
   */
  version?: number;
  /** Ways that send the same request as the form without a way, such as those that only act afterwards. */
  sameRequest?: readonly string[];
  send: (values: V, sending: Sending<V>) => Promise<R>;
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
  /** Values of the newest version, if somebody else has changed the record since the form was opened. */
  newest: V | null;
  /** Fields that somebody else has changed since then. */
  theirs: string[];
  /** Fields of these that the person has changed as well. */
  clashes: string[];
  /** Sends the person's own changes over those of somebody else. */
  keepMine(): void;
  /** Gives the person's own changes up for those of somebody else. */
  takeTheirs(): void;
}

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

export function useForm<V extends Values, R = unknown>(options: FormOptions<V, R>): Form<V> {
  const {
    draft: kept,
    start,
    begin,
    edits = false,
    version,
    sameRequest = [],
    send,
    onSent,
    ...rest
  } = options;
  const { t } = useTranslation("form");
  const { person, hat, viewer } = useSession();
  // Nothing is read or kept of the words of a person who is only looked at.
  const name = viewer ? undefined : kept;
  const [waiting, setWaiting] = useState<{ way: string | undefined } | null>(null);
  const [uploading, setUploading] = useState(false);
  const attachments = useRef<Attachments | null>(null);
  const owner = [person.id, hat.id, name].filter(Boolean).join(":");
  const [key] = useState(() => new SubmissionKey(owner, newKey, name ? localStorage : NOWHERE));
  const draft = useDraft<V>({ name, empty: start, version, begin, onFound: (values) => fields.put(values) });
  const [base, showBase] = useState<From<V>>(draft.from);
  // An act reads what the act before it has set.
  const from = useRef(base);
  const refused = useRef<number | undefined>(undefined);
  const settled = useRef(start);

  function setBase(next: From<V>) {
    from.current = next;
    draft.pin(next);
    showBase(next);
  }

  const fields = useFields<V>({
    ...rest,
    start: draft.first,
    onSet: draft.keep,
    ready(way) {
      if (unsettled().theirs.length > 0) fields.tell({ text: t("chooseFirst") });
      else if (attachments.current?.failed) fields.tell({ text: t("filesFailed") });
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
        version: versionToSend(),
        from: from.current.start,
      }).catch((error) => {
        const isConflict = error instanceof ProblemError && (error.status === 412 || error.status === 409);
        if (isConflict) refused.current = from.current.version;
        throw error;
      });
      key.done();
      if (edits) setBase({ ...from.current, start: values });
      else clear();
      await onSent?.(result);
    },
  });

  /** Fields that somebody else, the person, or both have changed since the form was opened. */
  function difference() {
    const now = fields.now();
    const was = from.current.start;
    const theirs = names(start).filter(
      (field) => !same(start[field], was[field]) && !same(start[field], now[field]),
    );
    const mine = names(start).filter((field) => !same(now[field], was[field]));
    return { theirs, mine, clashes: theirs.filter((field) => mine.includes(field)) };
  }

  /** The difference, if the person has to choose what becomes of it. */
  function unsettled() {
    const found = version === undefined ? NONE : difference();
    const asks = edits ? found.clashes.length > 0 : from.current.version !== version;
    return asks && found.mine.length > 0 ? found : NONE;
  }

  /** Version that an act is for. After a refusal, which the person has read, it is the newest. */
  function versionToSend() {
    return refused.current !== undefined && refused.current === from.current.version
      ? version
      : from.current.version;
  }

  /** Goes on from the newest version, with the fields that the person has changed. */
  function goOn() {
    const now = fields.now();
    const kept = Object.fromEntries(difference().mine.map((field) => [field, now[field]]));
    const values = { ...now, ...start, ...kept };
    setBase({ version, start });
    fields.put(values);
    if (draft.state !== "none") draft.keep(values);
  }

  // A form that waited for its files is sent, or stops, once they have arrived or failed.
  useEffect(() => {
    if (!waiting || attachments.current?.busy) return;
    setWaiting(null);
    void fields.submit(waiting.way);
  });

  // A newer version of the record replaces values that nobody has changed.
  useEffect(() => {
    if (fields.busy || (!edits && version === undefined)) return;
    const { version: opened, start: was } = from.current;
    if (opened === version && (!edits || same(start, settled.current))) return;
    settled.current = start;
    if (unsettled().theirs.length === 0 && (edits || !same(start, was))) goOn();
  });

  function clear() {
    setBase({ version, start });
    draft.forget();
    fields.put(start);
    attachments.current?.clear();
  }

  const changed = !same(fields.values, base.start);
  const { theirs, clashes } = fields.busy ? NONE : unsettled();
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
    newest: theirs.length > 0 ? start : null,
    theirs,
    clashes,
    keepMine() {
      goOn();
      void fields.submit();
    },
    takeTheirs() {
      clear();
      fields.tell(null);
    },
  };
}

const names = <V extends Values>(values: V) => Object.keys(values) as Name<V>[];

const NONE = { theirs: [], mine: [], clashes: [] };

/** A form without a name remembers its submission for as long as it is on the page. */
const NOWHERE = { getItem: () => null, setItem: () => undefined, removeItem: () => undefined };
