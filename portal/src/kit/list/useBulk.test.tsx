import { QueryClientProvider } from "@tanstack/react-query";
import { act, renderHook } from "@testing-library/react";
import type { ReactNode } from "react";
import { expect, it } from "vitest";
import { ProblemError } from "@/api/problem";
import { newQueryClient } from "@/shell/queries";
import { type Bulk, type RowCall, useBulk } from "./useBulk";

function bulk() {
  const client = newQueryClient();
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={client}>{children}</QueryClientProvider>
  );
  return renderHook(() => useBulk<number>({ keyOf: String, nameOf: (row) => `T-${row}`, refreshes: [] }), {
    wrapper,
  });
}

/** Does it to all rows. */
const run = (result: { current: Bulk<number> }, act: RowCall<number>) =>
  result.current.run({ label: "Take", same: "take", act }, ROWS);

const ROWS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

it("does a few rows at a time, each once, and tells of them in their order", async () => {
  const { result } = bulk();
  const ends: (() => void)[] = [];
  const begun: number[] = [];
  let done: unknown;
  act(() => {
    done = run(result, async (row) => {
      begun.push(row);
      await new Promise<void>((end) => ends.push(end));
      if (row === 2) throw new ProblemError(new Response(null, { status: 412 }), { code: "stale" });
    });
  });
  expect(begun).toEqual([1, 2, 3, 4]);
  // The last that was begun ends first, until all have.
  for (let count = 0; count < ROWS.length; count += 1) {
    await act(async () => ends.pop()?.());
    expect(begun.length).toBe(Math.min(ROWS.length, 4 + count + 1));
  }
  await act(async () => void (await done));
  expect(begun).toEqual(ROWS);
  expect(result.current.results.map(({ name, failure }) => [name, failure === null])).toEqual(
    ROWS.map((row) => [`T-${row}`, row !== 2]),
  );
});

it("begins no further row once it is stopped, and says so of each", async () => {
  const { result } = bulk();
  const begun: number[] = [];
  await act(async () => {
    await run(result, async (row) => {
      begun.push(row);
      result.current.stop();
    });
  });
  expect(begun).toEqual([1]);
  const failed = result.current.results.filter(({ failure }) => failure !== null);
  expect(failed.map(({ id }) => id)).toEqual(ROWS.slice(1).map(String));
  expect(failed.every(({ failure }) => failure === "Not done: you stopped.")).toBe(true);
});

it("sends a row that is tried again under its key, and a row that is done under a new one", async () => {
  const { result } = bulk();
  const keys: string[][] = [];
  let lost = true;
  const rounds = ["take", "take", "take", "resolve Restart it."];
  for (const same of rounds) {
    const used: string[] = [];
    keys.push(used);
    const take = async (_: number, key: string) => {
      used.push(key);
      if (lost) throw new TypeError("no answer");
    };
    await act(() => result.current.run({ label: "Take", same, act: take }, [1, 2]));
    lost = false;
  }
  const [first, retry, anew, other] = keys;
  expect(new Set(first).size).toBe(2);
  expect(retry).toEqual(first);
  expect(new Set([...(retry ?? []), ...(anew ?? []), ...(other ?? [])]).size).toBe(6);
});

it("begins no further row once its list is left, and ends those under way", async () => {
  const { result, unmount } = bulk();
  const ends: (() => void)[] = [];
  const begun: number[] = [];
  let done: ReturnType<typeof run> | undefined;
  act(() => {
    done = run(result, async (row) => {
      begun.push(row);
      await new Promise<void>((end) => ends.push(end));
    });
  });
  unmount();
  for (const end of ends) end();
  const results = await done;
  expect(begun).toEqual([1, 2, 3, 4]);
  expect(results?.filter(({ failure }) => failure === null).map(({ id }) => id)).toEqual([
    "1",
    "2",
    "3",
    "4",
  ]);
  expect(results).toHaveLength(ROWS.length);
});

it("tells a call that is still under way as that, and no other conflict", async () => {
  const { result } = bulk();
  const conflict = (code: string, detail: string) =>
    new ProblemError(new Response(null, { status: 409 }), { code, detail });
  await act(async () => {
    await run(result, async (row) => {
      if (row === 1) throw conflict("still_running", "The same request is still running.");
      if (row === 2) throw conflict("taken", "Bo has it now.");
    });
  });
  expect(result.current.results.slice(0, 2).map(({ failure }) => failure)).toEqual([
    "This is still being worked on. Wait a moment and try again.",
    "Bo has it now.",
  ]);
});
