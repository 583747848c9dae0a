/**
 * Acts on a record: sent with the version that was seen, told when done, and when somebody else was quicker the newest
 * version is fetched and said so.
 */
import { type QueryKey, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Answer, ifMatch, unwrap } from "@/api/client";
import { ProblemError, problemKey, SignedOutError } from "@/api/problem";
import { toast } from "@/components/toasts";

/** Which version of the record was seen. */
export interface Seen {
  "If-Match": string;
}

/** Sends an act, with what was seen. */
export type Send<T = unknown> = (header: Seen) => Promise<Answer<T>>;

export interface Told<T = unknown> {
  /** What is said once it is done. */
  done?: string | ((saved: T) => string) | undefined;
  /** Takes it back, where that is possible. */
  undo?: Send | undefined;
}

export interface Acting {
  /** Does it, and throws what went wrong: for a form, which tells it. */
  run<T>(name: string, send: Send<T>, told?: Told<T>): Promise<T>;
  /** Does it for a button; what goes wrong is in `notice`. */
  start<T>(name: string, send: Send<T>, told?: Told<T>): void;
  /** The name of what is being done. */
  pending: string | null;
  notice: string | null;
  /** What went wrong with one act says nothing about the next. */
  reset(): void;
  /** A failure in words; undefined for what need not be told. */
  words(error: unknown): string | undefined;
  /** The same for a conflict alone: a form tells the rest by its fields. */
  conflict(error: unknown): string | undefined;
}

interface Options {
  /** The query of the record itself. */
  key: QueryKey;
  /** Other queries that show something of the record. */
  refreshes?: readonly QueryKey[];
  /** Said when somebody else has changed the record. */
  stale?: string;
  /** Said when the record no longer allows the act. */
  refused?: string;
}

/** Somebody else was quicker: the version is old, or the state no longer allows the act. */
export function isConflict(error: unknown): error is ProblemError {
  return error instanceof ProblemError && (error.status === 412 || error.status === 409);
}

export function useAct(
  record: { version: number },
  { key, refreshes = [], stale, refused }: Options,
): Acting {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [pending, setPending] = useState<string | null>(null);
  const [notice, setNotice] = useState<string | null>(null);

  function words(error: unknown): string | undefined {
    if (error instanceof SignedOutError) return undefined;
    if (!isConflict(error))
      return (error instanceof ProblemError && error.fields[0]?.detail) || t(problemKey(error));
    if (error.status === 412) return stale ?? t("problem.stale");
    // Who has it now is worth knowing.
    return (error.code === "taken" && error.detail) || refused || t("problem.moved_on");
  }

  function refresh(saved?: unknown) {
    if (saved) queries.setQueryData(key, saved);
    else void queries.invalidateQueries({ queryKey: key });
    for (const queryKey of refreshes) void queries.invalidateQueries({ queryKey });
  }

  async function run<T>(name: string, send: Send<T>, { done, undo }: Told<T> = {}, version = record.version) {
    setPending(name);
    setNotice(null);
    try {
      const saved = await unwrap(send(ifMatch(version)));
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
    run("undo", undo, { done: t("act.undone") }, version).catch((error) => {
      const said = words(error);
      if (said) toast(said, "error");
    });
  }

  return {
    run: (name, send, told) => run(name, send, told),
    start(name, send, told) {
      run(name, send, told).catch((error) => setNotice(words(error) ?? null));
    },
    pending,
    notice,
    reset: () => setNotice(null),
    words,
    conflict: (error) => (isConflict(error) ? words(error) : undefined),
  };
}
