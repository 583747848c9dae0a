/** A form's values that outlive the page. */
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { beforeLeaving } from "@/api/session";
import { useSession } from "@/context/session";
import { forgetHere, forgetThere, isKeptThere, keepHere, keepThere, keptHere, keptThere } from "./store";

const PAUSE = 1_500;

export type DraftState = "none" | "found" | "here" | "saved";

export interface Draft<T> {
  values: T;
  state: DraftState;
  set: (part: Partial<T>) => void;
  /** Forgets what was typed, here and on the server. */
  clear: () => void;
}

/**
 * `empty` is what a fresh form holds; a draft equal to it is not worth keeping. Values found on the server are taken
 * over only while nobody has typed, and only when newer than what this device kept. `begin` is what a form without a draft
 * shows at first; it is kept once somebody types.
 */
export function useDraft<T extends Record<string, unknown>>(
  form: string,
  empty: T,
  begin?: Partial<T>,
): Draft<T> {
  const { person, hat } = useSession();
  const wearer = useMemo(() => ({ person: person.id, hat: hat.id }), [person.id, hat.id]);
  const [first] = useState(() => ({ empty, kept: keptHere<T>(wearer, form) }));
  const [values, setValues] = useState<T>(() => ({ ...first.empty, ...(first.kept?.data ?? begin) }));
  const [state, setState] = useState<DraftState>(first.kept ? "found" : "none");
  const latest = useRef(values);
  const touched = useRef(false);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  // Writes go one after another: a late save must not bring back a draft that was sent and forgotten.
  const queue = useRef<Promise<unknown>>(Promise.resolve());

  const later = useCallback(
    (act: () => Promise<void>) => {
      if (isKeptThere(form)) queue.current = queue.current.then(act).catch(() => undefined);
    },
    [form],
  );

  const isEmpty = useCallback((draft: T) => JSON.stringify(draft) === JSON.stringify(first.empty), [first]);

  const save = useCallback(() => {
    timer.current = undefined;
    const draft = latest.current;
    later(async () => {
      if (isEmpty(draft)) await forgetThere(wearer, form);
      else await keepThere(wearer, form, draft);
      setState((now) => (now === "here" ? "saved" : now));
    });
  }, [form, isEmpty, later, wearer]);

  const finish = useCallback(() => {
    // Leaving the page is no reason to wait: what is pending is saved now.
    if (timer.current) {
      clearTimeout(timer.current);
      save();
    }
    return queue.current;
  }, [save]);

  // In another hat or signed out, nothing is left of it here: it must be on the server before.
  useEffect(() => beforeLeaving(finish), [finish]);

  useEffect(() => {
    let gone = false;
    const asked = isKeptThere(form) ? keptThere<T>(wearer, form) : Promise.resolve(null);
    asked
      .then((there) => {
        if (gone || touched.current || !there || there.at <= (first.kept?.at ?? 0)) return;
        latest.current = { ...first.empty, ...there.data };
        setValues(latest.current);
        setState("found");
      })
      .catch(() => undefined);
    return () => {
      gone = true;
      void finish();
    };
  }, [form, first, finish, wearer]);

  const set = useCallback(
    (part: Partial<T>) => {
      touched.current = true;
      latest.current = { ...latest.current, ...part };
      setValues(latest.current);
      if (isEmpty(latest.current)) forgetHere(wearer, form);
      else keepHere(wearer, form, { data: latest.current, at: Date.now() });
      setState(isEmpty(latest.current) ? "none" : "here");
      clearTimeout(timer.current);
      timer.current = setTimeout(save, PAUSE);
    },
    [form, isEmpty, save, wearer],
  );

  const clear = useCallback(() => {
    touched.current = true;
    clearTimeout(timer.current);
    timer.current = undefined;
    latest.current = first.empty;
    setValues(first.empty);
    setState("none");
    forgetHere(wearer, form);
    later(() => forgetThere(wearer, form));
  }, [first, form, later, wearer]);

  return { values, state, set, clear };
}
