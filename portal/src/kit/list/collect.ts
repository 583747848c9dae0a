/** Fetches the pages of a list one after another, up to a limit. */
import { isTransient, ProblemError } from "@/api/problem";
import type { Asked, ListedPage } from "./useListing";

/** Most rows in a file. */
export const MOST_ROWS = 5_000;
/** Rows on a page: the most the server gives. */
const PAGE = 100;
const TRIES = 4;

export interface Collected<T> {
  rows: T[];
  /** Whether the list has more rows than the limit. */
  more: boolean;
}

interface Options {
  signal: AbortSignal;
  onCount: (count: number) => void;
  most?: number;
  /** Waits before a page is asked for again. */
  wait?: (milliseconds: number) => Promise<void>;
}

const pause = (milliseconds: number) => new Promise<void>((done) => setTimeout(done, milliseconds));

export async function collect<T>(
  ask: (page: Asked) => Promise<ListedPage<T>>,
  { signal, onCount, most = MOST_ROWS, wait = pause }: Options,
): Promise<Collected<T>> {
  const rows: T[] = [];
  let cursor: string | undefined;
  do {
    signal.throwIfAborted();
    const page = await tried(() => ask({ limit: PAGE, ...(cursor ? { cursor } : {}) }), signal, wait);
    signal.throwIfAborted();
    rows.push(...page.items);
    cursor = page.next_cursor ?? undefined;
    onCount(Math.min(rows.length, most));
  } while (cursor && rows.length < most);
  return { rows: rows.slice(0, most), more: cursor !== undefined || rows.length > most };
}

/** Retries after transient failures, and waits as long as the server asks. */
async function tried<T>(ask: () => Promise<T>, signal: AbortSignal, wait: (ms: number) => Promise<void>) {
  for (let count = 1; ; count += 1) {
    try {
      return await ask();
    } catch (error) {
      signal.throwIfAborted();
      if (!isTransient(error) || count === TRIES) throw error;
      const asked = error instanceof ProblemError ? error.retryAfter : null;
      await wait(asked === null ? 500 * 2 ** count : Math.min(asked, 30) * 1000);
      signal.throwIfAborted();
    }
  }
}
