import { useSearch } from "@tanstack/react-router";
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it } from "vitest";
import type { Action } from "@/api/types";
import { Toasts } from "@/components/toasts";
import { ConfirmDialog } from "@/kit/record/ActDialog";
import { HOME, openPage } from "@/testing/page";
import { json, problem, serve } from "@/testing/server";
import type { RowAct } from "./acts";
import { ListPage } from "./ListPage";
import { useListing } from "./useListing";

interface Row {
  id: string;
  version: number;
  gone: boolean;
}

let rows: Row[];
let asked: number;
let sent: [string, string, string][];
let refusal: Response | undefined;

/** Remembers what is sent, and answers with the row as it is then. */
function sends(act: string, gone: boolean) {
  return ({ id, version }: Row) =>
    async (seen: { "If-Match": string }) => {
      sent.push([act, id, seen["If-Match"]]);
      if (refusal) return { error: await refusal.clone().json(), response: refusal };
      const data = { id, version: version + 1, gone };
      rows = rows.map((row) => (row.id === id ? data : row));
      return { data, response: new Response() };
    };
}

const ACTS: RowAct<Row>[] = [
  {
    name: "retire",
    label: "Retire",
    send: sends("retire", true),
    done: ({ id }) => `${id} is retired.`,
    undo: sends("offer", false),
  },
  {
    name: "write",
    label: "Write one",
    dialog: ({ row, ...asked }) => (
      <ConfirmDialog {...asked} title="Write one?" submit="Save it" send={sends("write", false)(row)}>
        It has no name yet.
      </ConfirmDialog>
    ),
  },
];

function allowed({ id, gone }: Row) {
  if (!id) return ["write"];
  return gone ? [] : ["retire"];
}

function Page() {
  const search = useSearch({ strict: false }) as { cursor?: string };
  const list = useListing({
    key: ["rows"],
    needs: "list_canned_replies",
    search,
    async ask() {
      asked += 1;
      return { items: rows };
    },
  });
  return (
    <>
      <ListPage
        title="Rows"
        list={list}
        label="Rows"
        nameOf={({ id }) => `row ${id}`}
        fresh={{ id: "", version: 0, gone: false }}
        acts={ACTS}
        allowed={allowed}
        empty="Nothing here"
        columns={[{ key: "id", title: "ID", heading: true, cell: ({ id }) => id }]}
      />
      <Toasts />
    </>
  );
}

function open(actions: Action[] = ["list_canned_replies"]) {
  serve({ "GET /v1/home": () => json(200, { ...HOME, actions }) });
  openPage(Page, { path: "/rows" });
  return userEvent.setup();
}

beforeEach(() => {
  rows = [
    { id: "A", version: 2, gone: false },
    { id: "B", version: 5, gone: false },
    { id: "C", version: 7, gone: true },
  ];
  asked = 0;
  sent = [];
  refusal = undefined;
});

it("is a button of each row that allows it, undone by the version that was answered", async () => {
  const user = open();
  await user.click(await screen.findByRole("button", { name: "Retire row A" }));
  const news = (await screen.findByText("A is retired.")).parentElement as HTMLElement;
  await waitFor(() => expect(screen.queryByRole("button", { name: "Retire row A" })).not.toBeInTheDocument());
  expect(screen.getAllByRole("button", { name: /^Retire/ })).toHaveLength(1);
  await user.click(within(news).getByRole("button", { name: "Undo" }));
  expect(await screen.findByRole("button", { name: "Retire row A" })).toBeInTheDocument();
  expect(sent).toEqual([
    ["retire", "A", '"2"'],
    ["offer", "A", '"3"'],
  ]);
});

it("reports somebody else's change, and shows the newest version", async () => {
  const user = open();
  const button = await screen.findByRole("button", { name: "Retire row A" });
  rows = rows.map((row) => ({ ...row, gone: true }));
  refusal = problem(412, "stale");
  await user.click(button);
  expect(await screen.findByText(/^Somebody changed this in the meantime/)).toBeInTheDocument();
  await waitFor(() => expect(screen.queryByRole("button", { name: /^Retire/ })).not.toBeInTheDocument());
  expect(asked).toBe(2);
});

it("is the act of the page for a row that is yet to be written", async () => {
  const user = open();
  await user.click(await screen.findByRole("button", { name: "Write one" }));
  await user.click(await screen.findByRole("button", { name: "Save it" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
  expect(sent).toEqual([["write", "", '"0"']]);
  await waitFor(() => expect(asked).toBe(2));
});

it("is done to the chosen rows that allow it; the others are named, and nothing is sent of them", async () => {
  const user = open();
  await user.click(await screen.findByRole("checkbox", { name: "Choose all that are shown" }));
  await user.click(await screen.findByRole("button", { name: "Retire" }));
  const results = within(await screen.findByRole("list", { name: "What became of each" }));
  expect(results.getAllByRole("listitem").map((line) => line.textContent)).toEqual([
    "row C: This is no longer possible.",
    "row A: done",
    "row B: done",
  ]);
  expect(sent).toEqual([
    ["retire", "A", '"2"'],
    ["retire", "B", '"5"'],
  ]);
  expect(screen.getByRole<HTMLInputElement>("checkbox", { name: "Choose row C" }).checked).toBe(true);
  // No row allows an act any more: neither boxes nor a column of acts are left, but the results are.
  await user.click(screen.getByRole("button", { name: "Clear" }));
  await waitFor(() => expect(screen.queryByRole("checkbox")).not.toBeInTheDocument());
  expect(screen.getAllByRole("columnheader")).toHaveLength(1);
  expect(results.getAllByRole("listitem")).toHaveLength(3);
});

it("has a page that says whom it is not open to, and asks for nothing then", async () => {
  open([]);
  expect(await screen.findByText("Not open to you")).toBeInTheDocument();
  expect(asked).toBe(0);
});
