import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { HOME, openPage } from "@/testing/page";
import { type Asked, json, problem, type Reply, serve } from "@/testing/server";
import { TICKET as A_TICKET, AT } from "@/testing/tickets";
import { windowOf } from "@/testing/width";
import DeskPage from "./DeskPage";

vi.mock("@/kit/files/upload", async (original) => ({
  ...(await original<typeof import("@/kit/files/upload")>()),
  upload: (file: File) => Promise.resolve(`id-of-${file.name}`),
}));

const TICKET = { ...A_TICKET, assignee: { id: "s4", name: "Karin Aalto" }, allowed: ["reply", "note"] };
const AGENTS = [
  { id: "p1", name: "Ann" },
  { id: "s2", name: "Sofie Lund" },
  { id: "s3", name: "José Núñez" },
];
const canned = (id: string, name: string, queue_id: string | null) => ({
  id,
  name,
  text: `Words of ${name}.`,
  queue_id,
  version: 1,
  retired: false,
  may_change: false,
  updated_at: AT,
});
const article = (id: string, title: string, for_requester: boolean, audience: string) => ({
  id,
  title,
  kind: "article",
  for_requester,
  audiences: [audience],
});

let asked: Asked[];
let answers: Record<string, Reply>;

beforeEach(() => {
  windowOf(1600);
  answers = {
    "GET /v1/home": () =>
      json(200, { ...HOME, actions: ["list_tickets", "list_canned_replies", "list_queues"] }),
    "GET /v1/queues": () =>
      json(200, { items: [{ id: "q1", name: "PowerPlus", mine: true, agents: AGENTS }] }),
    "GET /v1/canned-replies": () =>
      json(200, {
        items: [
          canned("c1", "Ask for the log", "q1"),
          canned("c2", "Thank you", null),
          canned("c3", "Of another queue", "q2"),
        ],
      }),
    "GET /v1/tickets": () => json(200, { items: [TICKET] }),
    "GET /v1/tickets/t1": () => json(200, TICKET),
    "GET /v1/tickets/t1/timeline": () => json(200, { items: [] }),
    "GET /v1/tickets/t1/articles": () =>
      json(200, {
        items: [
          article("a1", "Seats [and licences]", true, "customer"),
          article("a2", "Seats, for us", false, "employee"),
        ],
        degraded: false,
      }),
    "GET /v1/people/p2": () => problem(403, "forbidden"),
    "GET /v1/touches": () => json(200, { items: [] }),
    "GET /v1/drafts/reply-t1": () => problem(404, "not_found"),
    "PUT /v1/drafts/reply-t1": () => json(200, { data: {}, updated_at: AT }),
    "GET /v1/drafts/note-t1": () => problem(404, "not_found"),
    "PUT /v1/drafts/note-t1": () => problem(404, "not_found"),
    "DELETE /v1/drafts/note-t1": () => problem(404, "not_found"),
    "PUT /v1/tickets/t1/presence": () => json(200, { items: [] }),
    "POST /v1/tickets/t1/notes": () => json(201, { id: "i1" }),
  };
  asked = serve(answers);
});

async function open(kind: "reply" | "note") {
  openPage(DeskPage, {
    path: "/staff/desk",
    at: "/staff/desk?ticket=t1",
    face: "staff",
    role: "agent",
  });
  const user = userEvent.setup();
  if (kind === "note") await user.click(await screen.findByText("Note"));
  const name = kind === "note" ? "Internal note" : "Reply to the customer";
  const box = await screen.findByRole<HTMLTextAreaElement>("textbox", { name });
  // The lists come after the field.
  await screen.findByRole("button", { name: "Link an article" });
  await waitFor(() => expect(box).toHaveAttribute("aria-autocomplete", "list"));
  return { user, box };
}

const optionsOf = async () => within(await screen.findByRole("listbox")).getAllByRole("option");
const options = async () => (await optionsOf()).map(({ textContent }) => textContent?.trim());

describe("a slash in a reply", () => {
  it("lists the canned replies of the queue and of all, and puts one in at the caret", async () => {
    const { user, box } = await open("reply");
    await user.type(box, "Hello.  Bye.{ArrowLeft>5/}/");
    await waitFor(async () => expect(await options()).toHaveLength(2));
    expect((await options())[1]).toContain("Thank you");
    await user.keyboard("log");
    await waitFor(async () => expect(await options()).toHaveLength(1));
    const [first] = await optionsOf();
    expect(box).toHaveAttribute("aria-activedescendant", first?.id);
    await user.keyboard("{Enter}");
    await waitFor(() => expect(box).toHaveValue("Hello. Words of Ask for the log. Bye."));
    expect(screen.queryByRole("listbox")).toBeNull();
    expect(box).toHaveFocus();
  });

  it("is moved through by the arrows and closed by Escape, and then is a slash", async () => {
    const { user, box } = await open("reply");
    await user.type(box, "/");
    await waitFor(async () => expect(await options()).toHaveLength(2));
    await user.keyboard("{ArrowDown}");
    expect((await optionsOf())[1]).toHaveAttribute("aria-selected", "true");
    await user.keyboard("{ArrowDown}");
    expect((await optionsOf())[0]).toHaveAttribute("aria-selected", "true");
    await user.keyboard("{Escape}");
    expect(screen.queryByRole("listbox")).toBeNull();
    await user.keyboard("a");
    expect(screen.queryByRole("listbox")).toBeNull();
    expect(box).toHaveValue("/a");
  });

  it("within a word is nothing but a slash", async () => {
    const { user, box } = await open("reply");
    await user.type(box, "and/or");
    expect(screen.queryByRole("listbox")).toBeNull();
  });
});

describe("two brackets", () => {
  it("in a reply link to an article as its reader sees it, and to no other", async () => {
    const { user, box } = await open("reply");
    await user.click(screen.getByRole("button", { name: "Link an article" }));
    await waitFor(() => expect(box).toHaveValue("[["));
    expect((await screen.findAllByText("Type some words to find an article.")).length).toBeGreaterThan(0);
    await user.type(box, "seats");
    const list = within(await screen.findByRole("listbox", { name: "Articles to link to" }));
    const refused = await list.findByRole("option", { name: /Seats, for us/ });
    expect(refused).toHaveAttribute("aria-disabled", "true");
    expect(refused).toHaveTextContent("The customer cannot read it. Only for: employees");
    await user.click(refused);
    await user.keyboard("{ArrowDown}{Enter}");
    expect(box).toHaveValue("[[seats");
    await user.keyboard("{ArrowUp}{Enter}");
    const address = `${location.origin}/customer/knowledge/a1`;
    await waitFor(() => expect(box).toHaveValue(`[Seats \\[and licences\\]](${address})`));
    const [search] = asked.filter(({ path }) => path === "/v1/tickets/t1/articles");
    expect(search?.query.get("q")).toBe("seats");
  });

  it("in a note link to any article, in the console", async () => {
    const { user, box } = await open("note");
    await user.type(box, "[[[[seats");
    const found = await screen.findByRole("option", { name: /Seats, for us/ });
    expect(found).toHaveTextContent("Only for: employees");
    await user.click(found);
    await waitFor(() => expect(box).toHaveValue(`[Seats, for us](${location.origin}/staff/knowledge/a2)`));
  });
});

describe("a note", () => {
  it("names colleagues who work on the ticket, and sends those who are still named", async () => {
    const { user, box } = await open("note");
    await user.type(box, "@");
    await waitFor(async () => expect(await options()).toEqual(["Sofie Lund", "José Núñez", "Karin Aalto"]));
    await user.keyboard("nunez{Enter}");
    await waitFor(() => expect(box).toHaveValue("@José Núñez "));
    await user.type(box, "@lund");
    await waitFor(async () => expect(await options()).toEqual(["Sofie Lund"]));
    await user.keyboard("{Tab}");
    await waitFor(() => expect(box).toHaveValue("@José Núñez @Sofie Lund "));
    await user.clear(box);
    await user.type(box, "Only @Sofie Lund then");
    await user.upload(screen.getByTestId("files"), new File(["x"], "trace.log"));
    await user.click(screen.getByRole("button", { name: "Add note" }));
    await waitFor(() => expect(box).toHaveValue(""));
    const [note] = asked.filter(({ method }) => method === "POST");
    expect(note).toMatchObject({
      path: "/v1/tickets/t1/notes",
      body: { text: "Only @Sofie Lund then", upload_ids: ["id-of-trace.log"], mentions: ["s2"] },
    });
  });

  it("shows its files and whom it names, and fetches a file as one of the note", async () => {
    answers["GET /v1/tickets/t1/timeline"] = () =>
      json(200, {
        items: [
          {
            id: "n1",
            kind: "note",
            at: AT,
            author: { id: "s2", name: "Sofie Lund", side: "company" },
            text: "Look.",
            files: [{ id: "f1", name: "trace.log", size: 5, media_type: "text/plain" }],
            mentions: [{ id: "s3", name: "José Núñez" }],
          },
        ],
      });
    answers["GET /v1/tickets/t1/notes/n1/files/f1"] = () => problem(503, "unavailable");
    const { user } = await open("reply");
    expect(await screen.findByText("Named: José Núñez")).toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: /trace.log/ }));
    await waitFor(() =>
      expect(asked.some(({ path }) => path === "/v1/tickets/t1/notes/n1/files/f1")).toBe(true),
    );
  });

  it("is where colleagues are named, and a reply is not", async () => {
    const { user, box } = await open("reply");
    await user.type(box, "@");
    expect(screen.queryByRole("listbox")).toBeNull();
    expect(screen.queryByRole("button", { name: "Name a colleague" })).toBeNull();
  });
});
