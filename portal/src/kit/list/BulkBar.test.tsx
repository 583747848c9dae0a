import { useSearch } from "@tanstack/react-router";
import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { beforeEach, expect, it } from "vitest";
import { Toasts } from "@/components/toasts";
import { openPage } from "@/testing/page";
import type { RowAct } from "./acts";
import { ListPage } from "./ListPage";
import { useListing } from "./useListing";

interface Row {
  id: string;
  rank: string;
}

let rows: Row[];
let ends: (() => void)[];
let undone: [string, string][];

/** Takes what does not refuse, once it is let. */
const take: RowAct<Row> = {
  name: "take",
  label: "Take",
  send:
    ({ id }) =>
    async () => {
      await new Promise<void>((end) => ends.push(end));
      if (id === "B") throw new TypeError("no answer");
      rows = rows.filter((row) => row.id !== id);
      return { data: { version: 7 }, response: new Response() };
    },
  undo:
    ({ id }) =>
    async (seen) => {
      undone.push([id, seen["If-Match"]]);
      return { response: new Response() };
    },
};

function Page() {
  const [shown, show] = useState(true);
  const search = useSearch({ strict: false }) as { sort?: string };
  const list = useListing({ key: ["rows"], search, ask: async () => ({ items: rows }) });
  const columns = [
    { key: "rank", title: "Rank", cell: ({ rank }: Row) => rank, sort: ({ rank }: Row) => rank },
  ];
  return (
    <>
      {shown && (
        <ListPage
          title="Rows"
          list={list}
          label="Rows"
          acts={[take]}
          empty="Nothing here"
          columns={columns}
        />
      )}
      <button type="button" onClick={() => show(false)}>
        Leave
      </button>
      <Toasts />
    </>
  );
}

const open = (search = "") => openPage(Page, { path: "/rows", at: `/rows${search}` });
const box = (id: string) => screen.findByRole<HTMLInputElement>("checkbox", { name: `Choose ${id}` });
const bar = () => screen.queryByRole("region", { name: "What to do with the chosen rows" });

/** Chooses rows and begins, as with a keyboard. */
async function taken(...ids: string[]) {
  const user = userEvent.setup();
  for (const id of ids) await user.click(await box(id));
  (await screen.findByRole("button", { name: "Take" })).focus();
  await user.keyboard("{Enter}");
  await waitFor(() => expect(ends).toHaveLength(ids.length));
  return user;
}

function end() {
  for (const one of ends.splice(0)) one();
}

beforeEach(() => {
  rows = ["A", "B", "C", "D"].map((id, at) => ({ id, rank: "cabd"[at] ?? "" }));
  ends = [];
  undone = [];
});

it("keeps the focus: in the bar while it runs and tells, and in the list when it goes", async () => {
  open();
  await taken("A");
  expect(bar()).toHaveFocus();
  end();
  await waitFor(() => expect(bar()).not.toBeInTheDocument());
  expect(document.activeElement).toContainElement(screen.getByRole("table"));
  expect(document.body).not.toHaveFocus();
});

it("has a button for Stop that never becomes the one for Clear", async () => {
  open();
  const user = await taken("B");
  const stop = screen.getByRole("button", { name: "Stop" });
  stop.focus();
  end();
  await screen.findByText("Take: 0 of 1 done");
  expect(stop).not.toBeInTheDocument();
  expect(bar()).toHaveFocus();
  await user.keyboard("{Enter}");
  expect((await box("B")).checked).toBe(true);
});

it("alerts to the sum alone, and keeps boxes that were ticked while it ran", async () => {
  open();
  const user = await taken("A", "B");
  await user.click(await box("D"));
  end();
  const alert = await screen.findByRole("alert");
  expect(alert).toHaveTextContent(/^Take: 1 of 2 done$/);
  expect((await box("B")).checked).toBe(true);
  expect((await box("D")).checked).toBe(true);
  expect((await box("C")).checked).toBe(false);
});

it("tells what became of each also when the list is empty then", async () => {
  open();
  await taken("A", "B");
  rows = [];
  end();
  await screen.findByText("Nothing here");
  const results = within(bar() as HTMLElement).getAllByRole("listitem");
  expect(results.map((line) => line.textContent?.slice(0, 2))).toEqual(["B:", "A:"]);
});

it("tells of failures to whoever has left the list", async () => {
  open();
  const user = await taken("A", "B");
  await user.click(screen.getByRole("button", { name: "Leave" }));
  await waitFor(() => expect(screen.queryByRole("table")).not.toBeInTheDocument());
  end();
  expect(await screen.findByText("Take: 1 of 2 done. Not done: B.")).toBeInTheDocument();
});

it("takes back what was done, by the versions that were answered", async () => {
  open();
  const user = await taken("A", "C");
  end();
  const told = (await screen.findByText("Take: done for all 2.")).parentElement as HTMLElement;
  await user.click(within(told).getByRole("button", { name: "Undo" }));
  await screen.findByText("Undone.");
  expect(undone).toEqual([
    ["A", '"7"'],
    ["C", '"7"'],
  ]);
});

it("chooses a run as the rows are sorted", async () => {
  open("?sort=rank");
  fireEvent.click(await box("B"));
  fireEvent.click(await box("A"), { shiftKey: true });
  const checked = screen.getAllByRole<HTMLInputElement>("checkbox", { checked: true });
  expect(checked.map((one) => one.getAttribute("aria-label"))).toEqual(["Choose B", "Choose C", "Choose A"]);
});
