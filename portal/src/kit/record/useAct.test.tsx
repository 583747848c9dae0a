import { QueryClientProvider } from "@tanstack/react-query";
import { act, renderHook } from "@testing-library/react";
import type { ReactNode } from "react";
import { beforeEach, expect, it } from "vitest";
import type { Answer, Seen } from "@/api/client";
import { newQueryClient } from "@/shell/queries";
import { problem } from "@/testing/server";
import { useAct } from "./useAct";

const KEY = ["record"];
let sent: Seen[];

beforeEach(() => {
  sent = [];
});

function acting() {
  const client = newQueryClient();
  client.setQueryData(KEY, { version: 3 });
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={client}>{children}</QueryClientProvider>
  );
  const hook = renderHook((version: number) => useAct({ version }, { key: KEY, refused: "It moved on." }), {
    wrapper,
    initialProps: 3,
  });
  const stale = () => client.getQueryState(KEY)?.isInvalidated;
  return { ...hook, stale };
}

/** Sends it, and gets the answer; without one it is lost. */
const answered = (response?: Response) => async (seen: Seen) => {
  sent.push(seen);
  if (!response) throw new TypeError("no answer");
  const body = await response.clone().json();
  return (response.ok ? { data: body, response } : { error: body, response }) as Answer<unknown>;
};
const done = () => answered(new Response('{"version":4}'));

it.each([
  ["still_running", "This is still being worked on. Wait a moment and try again.", undefined],
  ["state_conflict", "It moved on.", "It moved on."],
])("tells %s as what it is, and fetches the newest version", async (code, told, ofForm) => {
  const { result, stale } = acting();
  await act(async () => result.current.start("take", answered(problem(409, code))));
  expect(result.current.notice).toBe(told);
  expect(stale()).toBe(true);
  const failure = await act(() => result.current.run("take", answered(problem(409, code))).catch((e) => e));
  expect(result.current.conflict(failure)).toBe(ofForm);
});

it("sends an act again under its key while the record is as it was, and another under another", async () => {
  const { result, rerender } = acting();
  await act(async () => result.current.start("take", answered()));
  await act(async () => result.current.start("take", answered()));
  await act(async () => result.current.start("close", answered()));
  rerender(4);
  await act(async () => result.current.start("close", done()));
  await act(() => result.current.run("ask", done(), { key: "of the form" }));
  const keys = sent.map((seen) => seen["Idempotency-Key"]);
  expect(keys[1]).toBe(keys[0]);
  expect(new Set(keys.slice(1)).size).toBe(4);
  expect(keys[4]).toBe("of the form");
  expect(sent.map((seen) => seen["If-Match"])).toEqual(['"3"', '"3"', '"3"', '"4"', '"4"']);
});
