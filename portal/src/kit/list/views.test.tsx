import { act, renderHook } from "@testing-library/react";
import type { ReactNode } from "react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { viewsPlace } from "@/api/device";
import { SessionContext } from "@/context/session";
import { MOST_VIEWS, useViews, type View } from "./views";

const session = {
  person: { id: "p1" },
  hats: [{ id: "h1", kind: "customer", role: "member", label: "Acme" }],
  hat_id: "h1",
};
const place = viewsPlace("p1", "h1", "tickets");
const closed: View = { name: "Closed", search: { status: "done" } };
const mine: View = { name: "Mine", search: { view: "mine" } };

const tab = (search: Record<string, string> = {}) =>
  renderHook(() => useViews("tickets", search), {
    wrapper: ({ children }: { children: ReactNode }) => (
      <SessionContext value={session as never}>{children}</SessionContext>
    ),
  }).result;
const kept = (): View[] => JSON.parse(localStorage.getItem(place) ?? "[]");
/** Saves views as another tab does; this tab may not have noticed yet. */
const elsewhere = (views: View[]) => localStorage.setItem(place, JSON.stringify(views));
const refuse = () =>
  vi.spyOn(Storage.prototype, "setItem").mockImplementation(() => {
    throw new DOMException("full", "QuotaExceededError");
  });

beforeEach(() => localStorage.clear());
afterEach(() => vi.restoreAllMocks());

describe("the saved views of a list", () => {
  it("keep what another tab saved", () => {
    const views = tab({ view: "mine" });
    elsewhere([closed]);
    act(() => void views.current.save("Mine"));
    expect(kept()).toEqual([closed, mine]);
    expect(views.current.views).toEqual([closed, mine]);
    expect(views.current.current).toEqual(mine);
  });

  it("show what another tab saved as soon as it did", () => {
    const views = tab();
    elsewhere([closed]);
    act(() => void window.dispatchEvent(new StorageEvent("storage", { key: place })));
    expect(views.current.views).toEqual([closed]);
  });

  it("get back the removed one alone, and never in the place of a newer", () => {
    elsewhere([closed]);
    const views = tab();
    act(() => void views.current.remove("Closed"));
    expect(kept()).toEqual([]);
    elsewhere([mine]);
    act(() => void views.current.restore(closed));
    expect(kept()).toEqual([closed, mine]);
    const newer = { name: "Closed", search: { status: "closed" } };
    elsewhere([newer]);
    act(() => void views.current.restore(closed));
    expect(kept()).toEqual([newer]);
  });

  it("are no more than fit, whoever saved them", () => {
    const views = tab();
    elsewhere(Array.from({ length: MOST_VIEWS }, (_, index) => ({ name: `View ${index}`, search: {} })));
    act(() => expect(views.current.save("Mine")).toBe("full"));
    expect(kept()).toHaveLength(MOST_VIEWS);
    act(() => expect(views.current.save("View 3")).toBe("kept"));
  });

  it("last until one leaves where the browser does not allow saving", () => {
    elsewhere([closed]);
    const views = tab({ view: "mine" });
    refuse();
    act(() => expect(views.current.save("Mine")).toBe("unkept"));
    expect(views.current.views).toEqual([closed, mine]);
    act(() => expect(views.current.remove("Closed")).toBe(false));
    expect(views.current.views).toEqual([closed, mine]);
    act(() => expect(views.current.remove("Mine")).toBe(true));
    expect(views.current.views).toEqual([closed]);
    expect(kept()).toEqual([closed]);
  });
});
