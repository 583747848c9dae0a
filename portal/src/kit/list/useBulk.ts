/** Runs one act on many rows: a call for each, a few at a time, with a result for every row. */
import { type QueryKey, useQueryClient } from "@tanstack/react-query";
import { type RefObject, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { newKey } from "@/api/client";
import { isStillRunning, ProblemError, problemKey, SignedOutError } from "@/api/problem";
import { useServerWords } from "@/components/useServerWords";
import "./toolTexts";

/** The row does not allow the act. */
export class NotAllowedError extends Error {
  override readonly name = "NotAllowedError";
}

export interface Result {
  id: string;
  /** Name of the row. */
  name: string;
  /** Reason why the row was not done; null if it was. */
  failure: string | null;
  /** Answer of the act: usually the current row. */
  saved?: unknown;
}

/** Does something to a row, once under the key. */
export type RowCall<T> = (row: T, key: string) => Promise<unknown>;

export interface Run<T> {
  /** Name of the act, while it runs and in its results. */
  label: string;
  /** Same text for the same act with the same words: a row that is tried again is sent under its key. */
  same: string;
  act: RowCall<T>;
}

export interface Bulk<T> {
  label: string;
  running: boolean;
  total: number;
  results: Result[];
  /** Runs an act once the running one has ended. */
  run(run: Run<T>, rows: readonly T[]): Promise<Result[]>;
  /** Stops after the rows in progress. */
  stop(): void;
  reset(): void;
  /** Whether the results are no longer shown to anyone. */
  gone: Readonly<RefObject<boolean>>;
}

export interface BulkOptions<T> {
  keyOf: (row: T) => string;
  /** Returns the name of a row. */
  nameOf: (row: T) => string;
  /** Queries that show something of the rows. */
  refreshes: readonly QueryKey[];
}

/** Number of rows that are done at the same time. */
const AT_ONCE = 4;

export function useBulk<T>({ keyOf, nameOf, refreshes }: BulkOptions<T>): Bulk<T> {
  const { t } = useTranslation();
  const { t: list } = useTranslation("listTools");
  const server = useServerWords();
  const queries = useQueryClient();
  const [label, setLabel] = useState("");
  const [running, setRunning] = useState(false);
  const [total, setTotal] = useState(0);
  const [results, setResults] = useState<Result[]>([]);
  const stopped = useRef(false);
  const gone = useRef(false);
  const before = useRef<Promise<unknown> | null>(null);
  const keys = useRef(new Map<string, string>());

  // After the page is left, rows in progress end, and no other begins.
  useEffect(() => {
    gone.current = false;
    return () => {
      gone.current = true;
      stopped.current = true;
    };
  }, []);

  function words(error: unknown): string {
    if (error instanceof NotAllowedError) return list("bulk.notAllowed");
    if (!(error instanceof ProblemError) || isStillRunning(error)) return t(problemKey(error));
    if (error.status === 412) return list("bulk.stale");
    if (error.status === 404 || error.status === 403) return list("bulk.missing");
    if (error.status === 409) return server.sentence(error.detail) || list("bulk.notAllowed");
    const [first] = error.fields;
    return first ? server.problem(first) : t(problemKey(error));
  }

  /** Does one row and returns its result. */
  async function one(row: T, { same, act }: Run<T>): Promise<Result> {
    const [id, name] = [keyOf(row), nameOf(row)];
    if (stopped.current) return { id, name, failure: list("bulk.stopped") };
    const which = `${id} ${same}`;
    const key = keys.current.get(which) ?? newKey();
    // After a lost answer the row is tried again under its key, and done once.
    keys.current.set(which, key);
    try {
      const saved = await act(row, key);
      keys.current.delete(which);
      return { id, name, failure: null, saved };
    } catch (error) {
      if (!(error instanceof SignedOutError)) return { id, name, failure: words(error) };
      // A person who chose not to sign in again stops the act.
      stopped.current = true;
      return { id, name, failure: list("bulk.stopped") };
    }
  }

  async function all(run: Run<T>, rows: readonly T[]): Promise<Result[]> {
    stopped.current = false;
    setLabel(run.label);
    setTotal(rows.length);
    setResults([]);
    setRunning(true);
    const found = new Map<T, Result>();
    const soFar = () => rows.flatMap((row) => found.get(row) ?? []);
    const waiting = rows.values();
    async function work() {
      // Each worker takes the next free row.
      for (const row of waiting) {
        found.set(row, await one(row, run));
        setResults(soFar());
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    for (const queryKey of refreshes) void queries.invalidateQueries({ queryKey });
    setRunning(false);
    return soFar();
  }

  return {
    label,
    running,
    total,
    results,
    async run(run, rows) {
      while (before.current) await before.current;
      const now = all(run, rows).finally(() => {
        before.current = null;
      });
      before.current = now;
      return await now;
    },
    stop() {
      stopped.current = true;
    },
    reset() {
      setLabel("");
      setResults([]);
      keys.current.clear();
    },
    gone,
  };
}
