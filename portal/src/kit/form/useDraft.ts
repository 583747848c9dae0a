/** Keeps the values typed into a form, on the device and on the server, so that they outlive the page. */
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { beforeLeaving } from "@/api/session";
import { useSession } from "@/context/session";
import { forgetHere, forgetThere, isKeptThere, keepHere, keepThere, keptHere, keptThere } from "./drafts";

const PAUSE = 1_500;

export type DraftState = "none" | "found" | "here" | "saved";

export interface Draft<T> {
  /** First values of the form: those of the kept draft, or the initial ones. */
  first: T;
  state: DraftState;
  keep: (values: T) => void;
  /** Deletes the draft, here and on the server. */
  forget: () => void;
}

interface Options<T> {
  /** Name of the draft; nothing is kept without one. */
  name: string | undefined;
  /** Values of an empty form; an equal draft is not worth keeping. */
  empty: T;
  /** First values of a form without a draft; kept once somebody types. */
  begin?: Partial<T> | undefined;
  /** Takes values found on the server: only while nobody has typed, and only newer than those of this device. */
  onFound: (values: T) => void;
}

export function useDraft<T extends object>({ name, empty, begin, onFound }: Options<T>): Draft<T> {
  const { person, hat } = useSession();
  const wearer = useMemo(() => ({ person: person.id, hat: hat.id }), [person.id, hat.id]);
  const [first] = useState(() => {
    const kept = name === undefined ? null : keptHere<T>(wearer, name);
    return { empty, kept, values: { ...empty, ...(kept?.data ?? begin) } as T };
  });
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

  const isEmpty = useCallback((draft: T) => JSON.stringify(draft) === JSON.stringify(first.empty), [first]);

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
        latest.current = { ...first.empty, ...kept.data };
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
      else keepHere(wearer, name, { data: values, at: Date.now() });
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
    latest.current = first.empty;
    setState("none");
    forgetHere(wearer, name);
    later((form) => forgetThere(wearer, form));
  }, [name, first, later, wearer]);

  return { first: first.values, state, keep, forget };
}
