import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import type { Face, TicketKind, TimelineItem } from "@/api/types";
import { Print } from "@/kit/show/Print";
import { HOME, openPage } from "@/testing/page";
import { json, serve } from "@/testing/server";
import { useWholeTimeline } from "./api";
import { Timeline } from "./Timeline";
import "./desk/texts";

const AT = "2026-11-20T09:00:00Z";
const somebody = { id: "p2", name: "XYZ Co. Support", side: "customer" } as const;
const agent = { id: "p3", name: "Sofie Lund", side: "company" } as const;
const own = { id: "p1", name: "Ann", side: "customer" } as const;

async function open(items: object[], kind: TicketKind, face: Face = "customer") {
  serve({
    "GET /v1/home": () => json(200, HOME),
    "GET /v1/tickets/t1/timeline": () => json(200, { items }),
  });
  openPage(() => <Timeline ticket="t1" kind={kind} />, { path: "/", face });
  const lines = await screen.findAllByRole("listitem");
  return lines.map((line) => line.textContent?.replace(/ · .*/, ""));
}

const said = (author: TimelineItem["author"], text: string) => ({
  id: text,
  kind: "reply",
  at: AT,
  author,
  text,
});
const event = (author: TimelineItem["author"], name: string) => ({
  id: name + author.name,
  kind: "event",
  at: AT,
  author,
  event: name,
});

describe("who did what on a ticket", () => {
  it.each([
    ["support", "Customer"],
    ["partner_request", "Partner"],
    ["help_desk", "Employee"],
  ] as const)("of kind %s is told with the side %s, whatever their name", async (kind, side) => {
    await open([said(somebody, "Call this number."), said(agent, "Please do not.")], kind, "staff");
    const [first, second] = screen.getAllByRole("listitem");
    expect(within(first as HTMLElement).getByText("XYZ Co. Support")).toBeInTheDocument();
    expect(within(first as HTMLElement).getByText(side)).toBeInTheDocument();
    expect(within(second as HTMLElement).getByText("Support")).toHaveAttribute("data-ours");
  });

  it("names the side in the middle of a sentence too", async () => {
    const lines = await open(
      [event(somebody, "closed"), event(agent, "taken"), event(own, "reopened"), event(agent, "moved")],
      "support",
    );
    expect(lines).toEqual([
      "XYZ Co. Support Customer closed the ticket",
      "Sofie Lund Support is working on it",
      "Ann you reopened the ticket",
      "Passed to another team",
    ]);
  });

  it("is told to those who send requests in their words", async () => {
    const lines = await open([event(somebody, "closed")], "partner_request", "partner");
    expect(lines).toEqual(["XYZ Co. Support Partner closed the request"]);
  });
});

describe("a timeline of several pages", () => {
  it("is printed once all of it is there", async () => {
    const pages = {
      "": { items: [said(own, "One.")], next_cursor: "b" },
      b: { items: [said(agent, "Two.")], next_cursor: "c" },
      c: { items: [said(own, "Three.")] },
    };
    serve({
      "GET /v1/home": () => json(200, HOME),
      "GET /v1/tickets/t1/timeline": ({ query }) =>
        json(200, pages[(query.get("cursor") ?? "") as keyof typeof pages]),
    });
    let printed = "";
    vi.stubGlobal("print", () => {
      printed = document.body.textContent ?? "";
    });
    const Record = () => (
      <>
        <Print load={useWholeTimeline("t1")} />
        <Timeline ticket="t1" kind="support" />
      </>
    );
    openPage(Record, { path: "/" });
    await screen.findByText("One.");
    expect(screen.getByText(/^This is not all of it/)).toBeInTheDocument();
    await userEvent.click(screen.getByRole("button", { name: "Print" }));
    await waitFor(() => expect(printed).toMatch(/One\..*Two\..*Three\./));
    expect(printed).not.toContain("This is not all of it");
  });
});

describe("a message that came by mail", () => {
  it("says so, names the files that were not taken, and opens what was quoted", async () => {
    const mailed = {
      ...said(own, "It is back."),
      by_mail: {
        quoted: "> Is it back?\n<b>Sofie</b>",
        refused: [{ name: "setup.exe", code: "file_type_refused", reason: ".exe files cannot be attached." }],
      },
    };
    await open([mailed, said(agent, "Good.")], "support");
    expect(screen.getAllByText("by mail")).toHaveLength(1);
    expect(screen.getByText("setup.exe was not taken: .exe files cannot be attached.")).toBeInTheDocument();
    const quoted = screen.getByText(/> Is it back\?/);
    expect(quoted).not.toBeVisible();
    await userEvent.setup().click(screen.getByText("Show what was quoted"));
    expect(quoted).toBeVisible();
    expect(quoted.textContent).toContain("<b>Sofie</b>");
  });
});

describe("a correction and a merge", () => {
  it("are told in plain words, with the values before and after", async () => {
    const changes = [
      { field: "severity", before: "high", after: "critical" },
      { field: "type", before: "question", after: "issue" },
      { field: "product", before: null, after: "PowerPlus 3.0" },
    ];
    await open([{ ...event(agent, "corrected"), changes }], "support");
    expect(screen.getByText("Severity changed from 2-High to 1-Critical")).toBeInTheDocument();
    expect(screen.getByText("Type changed from Question to Issue")).toBeInTheDocument();
    expect(screen.getByText("Product set to PowerPlus 3.0")).toBeInTheDocument();
  });

  it("names the other ticket", async () => {
    const other = { id: "t2", number: "T-1043" };
    const lines = await open(
      [
        { ...event(agent, "merged_from"), ticket: other },
        { ...event(agent, "merged"), ticket: other },
      ],
      "support",
    );
    expect(lines).toEqual([
      "Sofie Lund Support merged T-1043 into this ticket",
      "Sofie Lund Support merged this ticket into T-1043",
    ]);
  });

  it("keeps an earlier solution, and does not repeat the one that the page shows", async () => {
    serve({
      "GET /v1/home": () => json(200, HOME),
      "GET /v1/tickets/t1/timeline": () =>
        json(200, {
          items: [
            { ...event(agent, "resolved"), id: "one", text: "Restart it." },
            { ...event(agent, "resolved"), id: "two", text: "Update it." },
          ],
        }),
    });
    openPage(() => <Timeline ticket="t1" kind="support" solution="Update it." />, { path: "/" });
    expect(await screen.findByText("Restart it.")).toBeInTheDocument();
    expect(screen.queryByText("Update it.")).not.toBeInTheDocument();
  });

  it("says to staff whom a rule chose, and why", async () => {
    const routed = { ...event(agent, "routed"), text: "Tills", agent: { id: "p3", name: "Jonas Weber" } };
    const lines = await open([routed, { ...routed, id: "two", load: 2 }], "support", "staff");
    expect(lines).toEqual([
      "Tills: given to Jonas Weber",
      "Tills: given to Jonas Weber, who had the least to do: 2 open",
    ]);
  });
});
