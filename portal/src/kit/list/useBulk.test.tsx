import { QueryClientProvider } from "@tanstack/react-query";
import { act, renderHook } from "@testing-library/react";
import type { ReactNode } from "react";
import { expect, it } from "vitest";
import { ProblemError } from "@/api/problem";
import { newQueryClient } from "@/shell/queries";
import { useBulk } from "./useBulk";

function bulk() {
  const client = newQueryClient();
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={client}>{children}</QueryClientProvider>
  );
  return renderHook(() => useBulk<number>({ keyOf: String, nameOf: (row) => `T-${row}`, refreshes: [] }), {
    wrapper,
  }).result;
}

const ROWS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

it("does a few rows at a time, each once, and tells of them in their order", async () => {
  const result = bulk();
  const ends: (() => void)[] = [];
  const begun: number[] = [];
  let done: unknown;
  act(() => {
    done = result.current.run("Take", ROWS, async (row) => {
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
  const result = bulk();
  const begun: number[] = [];
  await act(async () => {
    await result.current.run("Take", ROWS, async (row) => {
      begun.push(row);
      result.current.stop();
    });
  });
  expect(begun).toEqual([1, 2, 3, 4].slice(0, begun.length));
  const failed = result.current.results.filter(({ failure }) => failure !== null);
  expect(failed.map(({ id }) => id)).toEqual(ROWS.slice(begun.length).map(String));
  expect(failed.every(({ failure }) => failure === "Not done: you stopped.")).toBe(true);
});
