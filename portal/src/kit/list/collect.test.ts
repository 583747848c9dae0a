import { describe, expect, it, vi } from "vitest";
import { ProblemError } from "@/api/problem";
import { collect } from "./collect";
import type { Asked } from "./useListing";

const nothing = () => undefined;
const signal = new AbortController().signal;

/** A list of so many rows, in pages as large as they are asked for. */
const listOf =
  (count: number) =>
  async ({ limit, cursor }: Asked) => {
    const from = Number(cursor ?? 0);
    const items = Array.from({ length: Math.min(limit, count - from) }, (_, index) => ({ id: from + index }));
    return { items, next_cursor: from + limit < count ? String(from + limit) : null };
  };

describe("all pages of a list", () => {
  it("come one after another", async () => {
    const counts: number[] = [];
    const { rows, more } = await collect(listOf(250), { signal, onCount: (count) => counts.push(count) });
    expect(rows.map(({ id }) => id)).toEqual(Array.from({ length: 250 }, (_, index) => index));
    expect([counts, more]).toEqual([[100, 200, 250], false]);
  });

  it.each([
    [199, false],
    [200, false],
    [201, true],
  ])("are bounded, and of %i rows it is said whether there are more", async (count, more) => {
    const found = await collect(listOf(count), { signal, onCount: nothing, most: 200 });
    expect([found.rows.length, found.more]).toEqual([Math.min(count, 200), more]);
  });

  it("are asked for again when the server is busy, as late as it wants", async () => {
    const wait = vi.fn(async () => undefined);
    const busy = new ProblemError(new Response(null, { status: 429, headers: { "Retry-After": "3" } }), {});
    const ask = vi.fn(listOf(1)).mockRejectedValueOnce(busy);
    expect((await collect(ask, { signal, onCount: nothing, wait })).rows).toHaveLength(1);
    expect(wait).toHaveBeenCalledWith(3_000);
  });

  it("are no longer asked for once that was stopped", async () => {
    const stop = new AbortController();
    const ask = vi.fn(listOf(1_000));
    const all = collect(ask, { signal: stop.signal, onCount: () => stop.abort() });
    await expect(all).rejects.toThrow();
    expect(ask).toHaveBeenCalledTimes(1);
  });
});
