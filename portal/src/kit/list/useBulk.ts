/** One act on many rows: a call for each, a few at a time, with what became of every one. */
import { type QueryKey, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { ProblemError, problemKey, SignedOutError } from "@/api/problem";
import { NotAllowedError } from "./notAllowed";
import "./toolTexts";

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
  /** Ends after the rows that are being done. */
  stop(): void;
  reset(): void;
}

export interface BulkOptions<T> {
  keyOf: (row: T) => string;
  /** What a row is called. */
  nameOf: (row: T) => string;
  /** Queries that show something of the rows. */
  refreshes: readonly QueryKey[];
}

/** As many rows as are done at the same time. */
const AT_ONCE = 4;

export function useBulk<T>({ keyOf, nameOf, refreshes }: BulkOptions<T>): Bulk<T> {
  const { t } = useTranslation();
  const { t: list } = useTranslation("listTools");
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

  /** Why a row was not done, or nothing. */
  async function one(row: T, act: (row: T) => Promise<unknown>): Promise<string | null> {
    if (stopped.current) return list("bulk.stopped");
    try {
      await act(row);
      return null;
    } catch (error) {
      if (!(error instanceof SignedOutError)) return words(error);
      // Whoever chose not to sign in again goes on with nothing.
      stopped.current = true;
      return list("bulk.stopped");
    }
  }

  async function run(name: string, rows: readonly T[], act: (row: T) => Promise<unknown>) {
    stopped.current = false;
    setLabel(name);
    setTotal(rows.length);
    setResults([]);
    setRunning(true);
    const all = new Map<T, Result>();
    const soFar = () => rows.flatMap((row) => all.get(row) ?? []);
    const waiting = rows.values();
    async function work() {
      // Each takes the next row that nobody has taken.
      for (const row of waiting) {
        all.set(row, { id: keyOf(row), name: nameOf(row), failure: await one(row, act) });
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
