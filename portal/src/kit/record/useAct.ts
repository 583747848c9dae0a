/**
 * Acts on a record: sent with the version that was seen, and reported when done. After another person's change, the
 * newest version is fetched and the person informed.
 */
import { type QueryKey, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Answer, newKey, type Seen, seen, unwrap } from "@/api/client";
import { isStillRunning, ProblemError, problemKey, SignedOutError } from "@/api/problem";
import { toast } from "@/components/toasts";
import { useServerWords } from "@/components/useServerWords";

/** Sends an act, with the version that was seen and the key of the act. */
export type Send<T = unknown> = (header: Seen) => Promise<Answer<T>>;

export interface ActOptions<T = unknown> {
  /** Key of a form's submission. Without one, an act on a version of the record has the same key each time. */
  key?: string | undefined;
  /** Words shown once the act is done. */
  done?: string | ((saved: T) => string) | undefined;
  /** Undoes the act, if possible. */
  undo?: Send | undefined;
  /** Version that a form was opened with; without it, the record's version at sending. */
  version?: number | undefined;
}

export interface Acting {
  /** Version of the record as it is shown now. */
  version: number;
  /** Does the act for a form; throws a failure, which the form shows. */
  run<T>(name: string, send: Send<T>, options?: ActOptions<T>): Promise<T>;
  /** Does the act for a button; a failure is in `notice`. */
  start<T>(name: string, send: Send<T>, options?: ActOptions<T>): void;
  /** Name of the act in progress. */
  pending: string | null;
  notice: string | null;
  /** Removes the notice: a failure of one act says nothing about the next. */
  reset(): void;
  /** Returns a failure in words, or undefined if it needs none. */
  words(error: unknown): string | undefined;
  /** Returns a conflict in words: a form shows other failures at its fields. */
  conflict(error: unknown): string | undefined;
}

interface Options {
  /** Query of the record itself. */
  key: QueryKey;
  /** Other queries that show something of the record. */
  refreshes?: readonly QueryKey[];
  /** Words shown when somebody else has changed the record. */
  stale?: string;
  /** Words shown when the record no longer allows the act. */
  refused?: string;
}

/** Whether the record may have changed since it was seen: its newest version is then fetched. */
export function isConflict(error: unknown): error is ProblemError {
  return error instanceof ProblemError && (error.status === 412 || error.status === 409);
}

/** Whether somebody else has changed the record since it was seen. */
export function isStale(error: unknown): boolean {
  return error instanceof ProblemError && error.status === 412;
}

export function useAct(
  record: { version: number },
  { key, refreshes = [], stale, refused }: Options,
): Acting {
  const { t } = useTranslation();
  const server = useServerWords();
  const queries = useQueryClient();
  const [pending, setPending] = useState<string | null>(null);
  const [notice, setNotice] = useState<string | null>(null);
  const last = useRef({ act: "", key: "" });

  function fieldWords(error: unknown): string | undefined {
    const first = error instanceof ProblemError ? error.fields[0] : undefined;
    return first && server.problem(first);
  }

  function words(error: unknown): string | undefined {
    if (error instanceof SignedOutError) return undefined;
    if (!isConflict(error) || isStillRunning(error)) return fieldWords(error) || t(problemKey(error));
    if (error.status === 412) return stale ?? t("problem.stale");
    // The detail names the person who has the ticket now.
    if (error.code === "taken") return server.sentence(error.detail) || refused || t("problem.moved_on");
    return server.conflict(error) || refused || t("problem.moved_on");
  }

  function refresh(saved?: unknown) {
    if (saved) queries.setQueryData(key, saved);
    else void queries.invalidateQueries({ queryKey: key });
    // Every act leaves a touch.
    for (const queryKey of [...refreshes, ["touches"]]) void queries.invalidateQueries({ queryKey });
  }

  /** Returns the key of an act on a version: after a lost answer, trying again does the act only once. */
  function keyOf(act: string): string {
    if (last.current.act !== act) last.current = { act, key: newKey() };
    return last.current.key;
  }

  async function run<T>(name: string, send: Send<T>, options: ActOptions<T> = {}) {
    const { done, undo, key: given, version = record.version } = options;
    setPending(name);
    setNotice(null);
    try {
      const saved = await unwrap(send(seen(version, given ?? keyOf(`${name} ${version}`))));
      refresh(saved);
      const next = (saved as { version?: number } | undefined)?.version;
      const back = undo && next !== undefined ? () => takeBack(undo, next) : undefined;
      const said = typeof done === "function" ? done(saved) : done;
      if (said) toast(said, "success", back);
      return saved;
    } catch (error) {
      if (isConflict(error)) refresh();
      throw error;
    } finally {
      setPending(null);
    }
  }

  function takeBack(undo: Send, version: number) {
    run("undo", undo, { done: t("act.undone"), key: newKey(), version }).catch((error) => {
      const said = words(error);
      if (said) toast(said, "error");
    });
  }

  return {
    version: record.version,
    run,
    start(name, send, options) {
      run(name, send, options).catch((error) => setNotice(words(error) ?? null));
    },
    pending,
    notice,
    reset: () => setNotice(null),
    words,
    conflict: (error) => (isConflict(error) && !isStillRunning(error) ? words(error) : undefined),
  };
}
