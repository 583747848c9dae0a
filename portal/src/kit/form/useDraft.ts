/** Keeps the values typed into a form, on the device and on the server, so that they outlive the page. */
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { beforeLeaving } from "@/api/session";
import { useSession } from "@/context/session";
import {
  type From,
  forgetHere,
  forgetThere,
  isKeptThere,
  keepHere,
  keepThere,
  keptHere,
  keptThere,
} from "./drafts";

const PAUSE = 1_500;

export type DraftState = "none" | "found" | "here" | "saved";

export interface Draft<T> {
  /** First values of the form: those of the kept draft, or the initial ones. */
  first: T;
  state: DraftState;
  /** Record that the first values were made from: an older version than the newest if the kept draft began there. */
  from: From<T>;
  keep: (values: T) => void;
  /** Makes the draft one of another version of the record. */
  pin: (from: From<T>) => void;
  /** Deletes the draft, here and on the server. */
  forget: () => void;
}

interface Options<T> {
  /** Name of the draft; nothing is kept without one. */
  name: string | undefined;
  /** Values of an empty form; an equal draft is not worth keeping. */
  empty: T;
  /** Version of the record that the empty form shows, if it changes one. */
  version?: number | undefined;
  /** First values of a form without a draft; kept once somebody types. */
  begin?: Partial<T> | undefined;
  /** Takes values found on the server: only while nobody has typed, and only newer than those of this device. */
  onFound: (values: T) => void;
}

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

function keptFrom<T>(data: T, from: From<T>) {
  const kept = { data, at: Date.now() };
  return from.version === undefined ? kept : { ...kept, from };
}

export function useDraft<T extends object>(options: Options<T>): Draft<T> {
  const { name, empty, version, begin, onFound } = options;
  const { person, hat } = useSession();
  const wearer = useMemo(() => ({ person: person.id, hat: hat.id }), [person.id, hat.id]);
  const [first] = useState(() => {
    const kept = name === undefined ? null : keptHere<T>(wearer, name);
    const now: From<T> = { version, start: empty };
    // The version alone may have changed: then the values are those of the newest, too.
    const from = kept?.from && !same(kept.from.start, empty) ? kept.from : now;
    return { kept, from, values: { ...empty, ...(kept?.data ?? begin) } as T };
  });
  const from = useRef(first.from);
  const [state, setState] = useState<DraftState>(first.kept ? "found" : "none");
  const latest = useRef(first.values);
  const found = useRef(onFound);
  found.current = onFound;
  const touched = useRef(false);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  // Writes go one after another: a late save must not bring back a draft that was sent and forgotten.
  const queue = useRef<Promise<unknown>>(Promise.resolve());
  const there = name !== undefined && isKeptThere(name) ? name : null;

  const later = useCallback(
    (act: (form: string) => Promise<void>) => {
      if (there) queue.current = queue.current.then(() => act(there)).catch(() => undefined);
    },
    [there],
  );

  const isEmpty = useCallback((draft: T) => same(draft, from.current.start), []);

  const save = useCallback(() => {
    timer.current = undefined;
    const draft = latest.current;
    later(async (form) => {
      if (isEmpty(draft)) await forgetThere(wearer, form);
      else await keepThere(wearer, form, draft as Record<string, unknown>);
      setState((now) => (now === "here" ? "saved" : now));
    });
  }, [isEmpty, later, wearer]);

  const finish = useCallback(() => {
    // Leaving the page does not wait for the timer: the draft is saved now.
    if (timer.current) {
      clearTimeout(timer.current);
      save();
    }
    return queue.current;
  }, [save]);

  // In another hat or signed out, the draft is no longer on this device: it must be on the server before.
  useEffect(() => beforeLeaving(finish), [finish]);

  useEffect(() => {
    let gone = false;
    const asked = there ? keptThere<T>(wearer, there) : Promise.resolve(null);
    asked
      .then((kept) => {
        if (gone || touched.current || !kept || kept.at <= (first.kept?.at ?? 0)) return;
        latest.current = { ...from.current.start, ...kept.data };
        found.current(latest.current);
        setState("found");
      })
      .catch(() => undefined);
    return () => {
      gone = true;
      void finish();
    };
  }, [there, first, finish, wearer]);

  const keep = useCallback(
    (values: T) => {
      if (name === undefined) return;
      touched.current = true;
      latest.current = values;
      if (isEmpty(values)) forgetHere(wearer, name);
      else keepHere(wearer, name, keptFrom(values, from.current));
      setState(isEmpty(values) ? "none" : "here");
      clearTimeout(timer.current);
      timer.current = setTimeout(save, PAUSE);
    },
    [name, isEmpty, save, wearer],
  );

  const forget = useCallback(() => {
    if (name === undefined) return;
    touched.current = true;
    clearTimeout(timer.current);
    timer.current = undefined;
    latest.current = from.current.start;
    setState("none");
    forgetHere(wearer, name);
    later((form) => forgetThere(wearer, form));
  }, [name, later, wearer]);

  const pin = useCallback((next: From<T>) => {
    from.current = next;
  }, []);

  return { first: first.values, state, from: first.from, keep, pin, forget };
}
