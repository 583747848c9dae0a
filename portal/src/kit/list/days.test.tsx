import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import { HOME, openPage } from "@/testing/page";
import { json, serve } from "@/testing/server";
import { Days } from "./Days";
import { day } from "./day";
import { periodOf } from "./days";

describe("days of a list", () => {
  it("are real days of four-digit years", () => {
    expect(day("2028-02-29")).toBe("2028-02-29");
    for (const wrong of ["2027-02-29", "0002-01-01", "2027-1-1", "2027-01-01T00:00", 20270101, ""])
      expect(day(wrong)).toBeUndefined();
  });

  it("begin and end at midnight of the reader's zone", () => {
    expect(periodOf({ from: "2026-11-01", to: "2026-11-01" }, "America/Los_Angeles")).toEqual({
      from: "2026-11-01T07:00:00.000Z",
      // The clocks go back on this day: it has 25 hours.
      before: "2026-11-02T08:00:00.000Z",
    });
    expect(periodOf({ to: "2026-12-31" }, "UTC")).toEqual({ before: "2027-01-01T00:00:00.000Z" });
    expect(periodOf({}, "UTC")).toEqual({});
  });

  it("are the same in whatever order they are given", () => {
    const one = { from: "2026-11-05", to: "2026-11-02" };
    expect(periodOf(one, "UTC")).toEqual(periodOf({ from: one.to, to: one.from }, "UTC"));
  });
});

describe("the filter by days", () => {
  function open(search: { from?: string; to?: string }) {
    const set = vi.fn();
    serve({ "GET /v1/home": () => json(200, HOME) });
    openPage(() => <Days of={{ search, set }} label="Opened" />, { path: "/customer/x", face: "customer" });
    return { set, user: userEvent.setup() };
  }

  it("says which days are shown", async () => {
    open({ from: "2026-11-02", to: "2026-11-05" });
    expect(await screen.findByRole("button", { name: /^Opened: .*2.* – .*5/ })).toBeInTheDocument();
  });

  it("asks for nothing before its form is sent", async () => {
    const { set, user } = open({});
    await user.click(await screen.findByRole("button", { name: "Opened: any day" }));
    await user.type(await screen.findByLabelText("From"), "2026-11-05");
    await user.type(screen.getByLabelText("To, included"), "2026-11-02");
    expect(set).not.toHaveBeenCalled();
    await user.click(screen.getByRole("button", { name: "Show these days" }));
    expect(set).toHaveBeenCalledWith({ from: "2026-11-02", to: "2026-11-05" });
    await waitFor(() => expect(screen.queryByLabelText("From")).not.toBeInTheDocument());
  });

  it("is taken back at once", async () => {
    const { set, user } = open({ from: "2026-11-02" });
    await user.click(await screen.findByRole("button", { name: /^Opened: since/ }));
    await user.click(await screen.findByRole("button", { name: "Show every day" }));
    expect(set).toHaveBeenCalledWith({ from: undefined, to: undefined });
  });
});
