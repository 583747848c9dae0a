import { act, renderHook, waitFor } from "@testing-library/react";
import type { ReactNode } from "react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { signIn } from "@/api/session";
import { SessionContext } from "@/context/session";
import { type Asked, session as answer, json, problem, serve } from "@/testing/server";
import { useForm } from "./useForm";

const session = {
  person: { id: "p1", name: "Ann", email: "ann@acme.example" },
  hats: [{ id: "h1", kind: "customer" as const, role: "member", label: "Acme" }],
  hat_id: "h1",
};
const wrapper = ({ children }: { children: ReactNode }) => (
  <SessionContext value={session as never}>{children}</SessionContext>
);
const empty = { text: "", type: "" };
function useDraft(form: string, begin?: Partial<typeof empty>) {
  const send = () => Promise.resolve();
  const { draft, ...rest } = useForm({ draft: form, start: empty, ...(begin ? { begin } : {}), send });
  return { ...rest, state: draft };
}
const open = (form = "ticket", begin?: Partial<typeof empty>) =>
  renderHook(() => useDraft(form, begin), { wrapper });
const here = () => localStorage.getItem("portico:draft:p1:ticket-h1");

let asked: Asked[];
let kept: { data: unknown; updated_at: string } | null;
let who: string;
let none: () => Response;

beforeEach(async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  kept = null;
  who = "p1";
  none = () => json(200, { data: null, updated_at: null });
  asked = serve({
    "POST /v1/session": () => json(200, answer("token", who)),
    "GET /v1/drafts/ticket": () => (kept ? json(200, kept) : none()),
    "PUT /v1/drafts/ticket": ({ body }) => {
      kept = { data: (body as { data: unknown }).data, updated_at: new Date().toISOString() };
      return json(200, kept);
    },
    "DELETE /v1/drafts/ticket": () => {
      kept = null;
      return new Response(null, { status: 204 });
    },
  });
  await signIn("ann@acme.example", "pass");
  asked.length = 0;
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("a draft", () => {
  it("is on this device at once and on the server a little later, in one save for many keys", async () => {
    const { result } = open();
    act(() => result.current.set({ text: "a" }));
    act(() => result.current.set({ text: "ab" }));
    expect(here()).toContain('"text":"ab"');
    expect(result.current.state).toBe("here");
    await act(() => vi.advanceTimersByTimeAsync(1_600));
    await waitFor(() => expect(result.current.state).toBe("saved"));
    expect(asked.filter((one) => one.method === "PUT").map((one) => one.body)).toEqual([
      { data: { text: "ab", type: "" } },
    ]);
  });

  it("comes back after the page was closed", () => {
    const first = open();
    act(() => first.result.current.set({ text: "half a sentence" }));
    first.unmount();
    const { result } = open();
    expect(result.current.values).toEqual({ text: "half a sentence", type: "" });
    expect(result.current.state).toBe("found");
  });

  it("comes from the server on another device, but never over what is being typed", async () => {
    kept = { data: { text: "from the office" }, updated_at: new Date().toISOString() };
    const { result } = open();
    await waitFor(() => expect(result.current.values.text).toBe("from the office"));

    localStorage.clear();
    const typing = open();
    act(() => typing.result.current.set({ text: "new words" }));
    await act(() => vi.advanceTimersByTimeAsync(50));
    expect(typing.result.current.values.text).toBe("new words");
  });

  it.each([
    ["an empty draft", () => json(200, { data: null, updated_at: null })],
    ["an older server's 404", () => problem(404, "not_found")],
  ])("that is not there, told by %s, leaves the form empty", async (_, answer) => {
    none = answer;
    const { result } = open();
    await act(() => vi.advanceTimersByTimeAsync(50));
    expect(result.current.values).toEqual(empty);
    expect(result.current.state).toBe("none");
  });

  it("begins with the words given, and is kept nowhere until somebody types", async () => {
    const first = open("ticket", { text: "searched for" });
    await act(() => vi.advanceTimersByTimeAsync(2_000));
    expect(first.result.current.values).toEqual({ text: "searched for", type: "" });
    expect(first.result.current.state).toBe("none");
    first.unmount();
    await act(() => vi.advanceTimersByTimeAsync(2_000));
    expect(here()).toBeNull();
    expect(asked.map(({ method }) => method)).toEqual(["GET"]);

    const { result } = open("ticket", { text: "searched for" });
    act(() => result.current.set({ type: "issue" }));
    expect(here()).toContain('{"text":"searched for","type":"issue"}');
    act(() => result.current.clear());
    expect(result.current.values).toEqual(empty);
  });

  it.each(["on this device", "on the server"])("%s is never replaced by the words given", async (where) => {
    if (where === "on the server") {
      kept = { data: { text: "from the office" }, updated_at: "2020-01-01T00:00:00Z" };
    } else {
      const first = open();
      act(() => first.result.current.set({ text: "from the office" }));
      first.unmount();
    }
    asked.length = 0;
    const { result } = open("ticket", { text: "searched for" });
    await waitFor(() => expect(result.current.values.text).toBe("from the office"));
    expect(result.current.state).toBe("found");
    await act(() => vi.advanceTimersByTimeAsync(2_000));
    expect(here() ?? "").not.toContain("searched for");
    expect(JSON.stringify(kept) ?? "").not.toContain("searched for");
  });

  it("on this device wins over an older one on the server", async () => {
    const first = open();
    act(() => first.result.current.set({ text: "newer" }));
    first.unmount();
    kept = { data: { text: "older" }, updated_at: "2020-01-01T00:00:00Z" };
    const { result } = open();
    await act(() => vi.advanceTimersByTimeAsync(50));
    expect(result.current.values.text).toBe("newer");
  });

  it("is gone everywhere once sent, and a late save does not bring it back", async () => {
    const { result } = open();
    act(() => result.current.set({ text: "sent" }));
    await act(() => vi.advanceTimersByTimeAsync(1_500));
    act(() => result.current.clear());
    await act(() => vi.advanceTimersByTimeAsync(3_000));
    expect(here()).toBeNull();
    expect(kept).toBeNull();
    expect(result.current.values).toEqual(empty);
  });

  it("is never kept under the name of whoever signs in next, nor shown to them", async () => {
    const { result, unmount } = open();
    act(() => result.current.set({ text: "Ann's words" }));
    who = "p2";
    await signIn("eve@acme.example", "pass");
    unmount();
    await act(() => vi.advanceTimersByTimeAsync(3_000));
    expect(asked.filter((one) => one.method === "PUT")).toEqual([]);
    const eve = { ...session, person: { ...session.person, id: "p2" } };
    const as = ({ children }: { children: ReactNode }) => (
      <SessionContext value={eve as never}>{children}</SessionContext>
    );
    const hers = renderHook(() => useDraft("ticket"), { wrapper: as });
    await act(() => vi.advanceTimersByTimeAsync(50));
    expect(hers.result.current.values).toEqual(empty);
    // Ann finds it again.
    expect(here()).toContain("Ann's words");
  });

  it("stays on this device when the server cannot be reached", async () => {
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("offline")));
    const { result } = open();
    act(() => result.current.set({ text: "kept" }));
    await act(() => vi.advanceTimersByTimeAsync(2_000));
    expect(result.current.state).toBe("here");
    expect(here()).toContain("kept");
  });

  it("of another person is not shown", () => {
    localStorage.setItem(
      "portico:draft:p2:ticket",
      JSON.stringify({ data: { text: "theirs" }, at: Date.now() }),
    );
    expect(open().result.current.values).toEqual(empty);
  });

  it("of a new ticket is not shown to another hat of the same person, and saves nothing as that one's", async () => {
    const own = open().result;
    act(() => own.current.set({ text: "as a member of Acme" }));
    const other = { ...session, hats: [{ ...session.hats[0], id: "h2" }], hat_id: "h2" };
    const as = ({ children }: { children: ReactNode }) => (
      <SessionContext value={other as never}>{children}</SessionContext>
    );
    const shown = renderHook(() => useDraft("ticket"), { wrapper: as });
    expect(shown.result.current.values).toEqual(empty);
    act(() => shown.result.current.set({ text: "as one of Beta" }));
    await act(() => vi.advanceTimersByTimeAsync(2_000));
    // The session is still one of the first hat: what the second hat typed stays on this device.
    const saved = asked.filter((one) => one.method === "PUT").map((one) => one.body);
    expect(saved).toEqual([{ data: { text: "as a member of Acme", type: "" } }]);
    expect(here()).toContain("as a member of Acme");
    expect(localStorage.getItem("portico:draft:p1:ticket-h2")).toContain("as one of Beta");
  });

  it("that the version before kept for all hats is found once", () => {
    localStorage.setItem(
      "portico:draft:p1:ticket",
      JSON.stringify({ data: { text: "older" }, at: Date.now() }),
    );
    const { result } = open();
    expect(result.current.values.text).toBe("older");
    act(() => result.current.set({ text: "older and newer" }));
    expect(localStorage.getItem("portico:draft:p1:ticket")).toBeNull();
    expect(here()).toContain("older and newer");
  });

  it("is neither read, asked for nor kept while somebody looks at the portal as this person", async () => {
    const own = JSON.stringify({ data: { text: "their own" }, at: Date.now() });
    localStorage.setItem("portico:draft:p1:ticket-h1", own);
    kept = { data: { text: "from the office" }, updated_at: new Date().toISOString() };
    const looked = { ...session, viewer: { id: "p9", name: "Eve", until: Date.now() + 60_000 } };
    const as = ({ children }: { children: ReactNode }) => (
      <SessionContext value={looked as never}>{children}</SessionContext>
    );
    const { result, unmount } = renderHook(() => useDraft("ticket"), { wrapper: as });
    act(() => result.current.set({ text: "typed by Eve" }));
    await act(() => vi.advanceTimersByTimeAsync(2_000));
    expect(result.current.values.text).toBe("typed by Eve");
    expect(result.current.unsaved).toBe(false);
    unmount();
    await act(() => vi.advanceTimersByTimeAsync(2_000));
    expect(asked).toEqual([]);
    expect(here()).toBe(own);
  });

  it("of a note never leaves this device", async () => {
    const { result } = open("note-t1");
    act(() => result.current.set({ text: "internal" }));
    await act(() => vi.advanceTimersByTimeAsync(2_000));
    expect(asked).toEqual([]);
    expect(localStorage.getItem("portico:draft:p1:note-t1")).toContain("internal");
  });
});
