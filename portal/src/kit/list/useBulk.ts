/** One act on many rows: a call for each, one after another, with what became of every one. */
import { type QueryKey, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { ProblemError, problemKey, SignedOutError } from "@/api/problem";
import "./texts";

/** The record does not allow the act, by its own word. */
export class NotAllowedError extends Error {
  override readonly name = "NotAllowedError";
}

export interface Result {
  id: string;
  /** What the row is called. */
  name: string;
  /** Why it was not done; nothing where it was. */
  failure: string | null;
}

export interface Bulk<T> {
  /** The act in words, while it runs and in its results. */
  label: string;
  running: boolean;
  total: number;
  results: Result[];
  run(label: string, rows: readonly T[], act: (row: T) => Promise<unknown>): Promise<Result[]>;
  /** Ends after the row that is being done. */
  stop(): void;
  reset(): void;
}

interface Options<T> {
  keyOf: (row: T) => string;
  nameOf: (row: T) => string;
  /** Queries that show something of the rows. */
  refreshes: readonly QueryKey[];
}

export function useBulk<T>({ keyOf, nameOf, refreshes }: Options<T>): Bulk<T> {
  const { t } = useTranslation();
  const { t: list } = useTranslation("list");
  const queries = useQueryClient();
  const [label, setLabel] = useState("");
  const [running, setRunning] = useState(false);
  const [total, setTotal] = useState(0);
  const [results, setResults] = useState<Result[]>([]);
  const stopped = useRef(false);

  function words(error: unknown): string {
    if (error instanceof NotAllowedError) return list("bulk.notAllowed");
    if (!(error instanceof ProblemError)) return t(problemKey(error));
    if (error.status === 412) return list("bulk.stale");
    if (error.status === 404 || error.status === 403) return list("bulk.missing");
    if (error.status === 409) return error.detail || list("bulk.notAllowed");
    return error.fields[0]?.detail || t(problemKey(error));
  }

  async function run(name: string, rows: readonly T[], act: (row: T) => Promise<unknown>) {
    stopped.current = false;
    setLabel(name);
    setTotal(rows.length);
    setResults([]);
    setRunning(true);
    const all: Result[] = [];
    for (const row of rows) {
      let failure: string | null = null;
      try {
        if (stopped.current) failure = list("bulk.stopped");
        else await act(row);
      } catch (error) {
        // Whoever chose not to sign in again goes on with nothing.
        if (error instanceof SignedOutError) stopped.current = true;
        failure = error instanceof SignedOutError ? list("bulk.stopped") : words(error);
      }
      all.push({ id: keyOf(row), name: nameOf(row), failure });
      setResults([...all]);
    }
    for (const queryKey of refreshes) void queries.invalidateQueries({ queryKey });
    setRunning(false);
    return all;
  }

  return {
    label,
    running,
    total,
    results,
    run,
    stop() {
      stopped.current = true;
    },
    reset() {
      setLabel("");
      setResults([]);
    },
  };
}
