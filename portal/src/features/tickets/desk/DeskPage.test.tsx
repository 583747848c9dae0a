import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { HOME, openPage } from "@/testing/page";
import { type Asked, json, problem, type Reply, serve } from "@/testing/server";
import { TICKET as A_TICKET } from "@/testing/tickets";
import { windowOf } from "@/testing/width";
import DeskPage from "./DeskPage";

/** Uploads of the test, each of which arrives when its function is called. */
const arriving = vi.hoisted(() => ({ files: [] as (() => void)[] }));
vi.mock("@/kit/files/upload", async (original) => ({
  ...(await original<typeof import("@/kit/files/upload")>()),
  upload: (file: File) =>
    new Promise<string>((arrived) => arriving.files.push(() => arrived(`id-of-${file.name}`))),
}));

const WIDE = 1600;
const NARROW = 390;

const TICKET = { ...A_TICKET, allowed: ["resolve", "reply", "note", "assign", "hold", "wait"] };
const QUEUES = [
  { id: "q1", name: "PowerPlus", mine: true, agents: [] },
  { id: "q2", name: "Service Desk", mine: true, agents: [] },
];

function open(search: string) {
  return openPage(DeskPage, {
    path: "/staff/desk",
    at: `/staff/desk${search}`,
    face: "staff",
    role: "agent",
  });
}

let resize: (width: number) => void;
let asked: Asked[];
let answers: Record<string, Reply>;

beforeEach(() => {
  resize = windowOf(WIDE);
  answers = {
    "GET /v1/home": () => json(200, { ...HOME, actions: ["list_tickets"] }),
    "GET /v1/queues": () => json(200, { items: QUEUES }),
    "GET /v1/tickets": () => json(200, { items: [TICKET] }),
    "GET /v1/tickets/t1": () => json(200, TICKET),
    "GET /v1/tickets/t1/timeline": () => json(200, { items: [] }),
    "GET /v1/people/p2": () => problem(403, "forbidden"),
    "GET /v1/touches": () => json(200, { items: [] }),
    "GET /v1/drafts/reply-t1": () => problem(404, "not_found"),
    "PUT /v1/drafts/reply-t1": () => json(200, { data: {}, updated_at: "2025-01-01T10:00:00Z" }),
    "DELETE /v1/drafts/reply-t1": () => json(204, undefined),
    "POST /v1/tickets/t1/replies": () => json(201, {}),
  };
  asked = serve(answers);
});

afterEach(() => {
  vi.restoreAllMocks();
});

describe("the dialogs of the console", () => {
  it("say when a text is too long, and keep it", async () => {
    open("?ticket=t1");
    const user = userEvent.setup();
    await user.click(await screen.findByRole("button", { name: "Hold…" }));
    const dialog = within(await screen.findByRole("dialog"));
    await user.click(await dialog.findByRole("button", { name: "In a week" }));
    const long = "x".repeat(20_001);
    fireEvent.change(dialog.getByLabelText("Why (optional)"), { target: { value: long } });
    await user.click(dialog.getByRole("button", { name: "Hold until then" }));
    expect(dialog.getByText("Please stay within 20,000 characters.")).toBeInTheDocument();
    expect(dialog.getByLabelText("Why (optional)")).toHaveValue(long);
  });
});

describe("the console, when its window becomes narrower or wider", () => {
  it.each([
    ["Resolve…", "Solution"],
    ["Hold…", "Why (optional)"],
  ])("keeps the dialog of %s with what was typed", async (act, field) => {
    open("?ticket=t1");
    const user = userEvent.setup();
    await user.click(await screen.findByRole("button", { name: act }));
    const dialog = await screen.findByRole("dialog");
    const box = await within(dialog).findByLabelText(field);
    await user.type(box, "My careful words.");
    for (const width of [NARROW, WIDE]) {
      resize(width);
      expect(dialog).toBeInTheDocument();
      expect(box).toBeInTheDocument();
      expect(box).toHaveValue("My careful words.");
    }
  });

  it("keeps what is chosen in a dialog", async () => {
    open("?ticket=t1");
    const user = userEvent.setup();
    await user.click(await screen.findByRole("button", { name: "Assign…" }));
    const queue = within(await screen.findByRole("dialog")).getByLabelText("Queue");
    await within(queue).findByRole("option", { name: "Service Desk" });
    await user.selectOptions(queue, "Service Desk");
    resize(NARROW);
    expect(queue).toBeInTheDocument();
    expect(queue).toHaveValue("q2");
  });

  it("keeps whether a reply or a note is being written, and the note", async () => {
    open("?ticket=t1");
    const user = userEvent.setup();
    await user.click(await screen.findByText("Note"));
    const note = screen.getByRole("textbox", { name: "Internal note" });
    await user.type(note, "To ourselves");
    resize(NARROW);
    expect(note).toBeInTheDocument();
    expect(note).toHaveValue("To ourselves");
  });

  it("leads back to the list, also from a ticket that was looked up by its number", async () => {
    const router = open("?number=T-1042");
    const user = userEvent.setup();
    await user.click(await screen.findByRole("button", { name: "Back to the list" }));
    expect(router.state.location.search).toEqual({});
  });
});

describe("the views of a list", () => {
  const LATE = { ...TICKET, id: "t1", synopsis: "Nobody can sign in" };
  const CALM = {
    ...TICKET,
    id: "t2",
    synopsis: "A wish",
    state: "waiting",
    state_label: "Waiting",
    assignee: { id: "p1", name: "Ann" },
  };

  beforeEach(() => {
    answers["GET /v1/queues"] = () => json(200, { items: [{ ...QUEUES[0], active: 60, unassigned: 7 }] });
    answers["GET /v1/tickets"] = () => json(200, { items: [LATE, CALM] });
  });

  it("have their counts, and show their tickets alone", async () => {
    const router = open("");
    const user = userEvent.setup();
    const views = within(await screen.findByRole("group", { name: "Show only" }));
    expect(views.getAllByRole("button").map((one) => one.textContent)).toEqual([
      "Unassigned 7",
      "Late 1",
      "Waiting 1",
    ]);
    await user.click(views.getByRole("button", { name: "Waiting 1" }));
    await waitFor(() => expect(router.state.location.search).toEqual({ only: "waiting" }));
    expect(screen.getByText("A wish")).toBeInTheDocument();
    expect(screen.queryByText("Nobody can sign in")).not.toBeInTheDocument();
    await user.click(views.getByRole("button", { name: "Waiting 1" }));
    expect(await screen.findByText("Nobody can sign in")).toBeInTheDocument();
    expect(router.state.location.search).toEqual({});
  });

  it("say when they have none", async () => {
    answers["GET /v1/tickets"] = () => json(200, { items: [CALM] });
    open("?only=late");
    expect(await screen.findByText("Nothing is late")).toBeInTheDocument();
  });
});

describe("the facts next to a ticket", () => {
  it("leave their room to the ticket, and come back", async () => {
    open("?ticket=t1");
    const user = userEvent.setup();
    const toggle = await screen.findByRole("button", { name: /the facts$/, expanded: false });
    const desk = toggle.closest("[data-facts]");
    expect(desk).toHaveAttribute("data-facts", "hidden");
    await user.click(toggle);
    expect(desk).toHaveAttribute("data-facts", "shown");
    expect(toggle).toHaveAttribute("aria-expanded", "true");
    expect(toggle).toHaveAccessibleName("Hide the facts");
    await user.click(toggle);
    expect(desk).toHaveAttribute("data-facts", "hidden");
  });
});

describe("the search of the console", () => {
  it("finds words among all tickets in reach", async () => {
    answers["GET /v1/tickets/search"] = () => json(200, { items: [TICKET], asks_nothing: false });
    const router = open("");
    const user = userEvent.setup();
    await user.type(await screen.findByLabelText("Words or number"), "sign in{Enter}");
    await waitFor(() => expect(router.state.location.search).toEqual({ q: "sign in" }));
    expect(await screen.findByText("Nobody can sign in")).toBeInTheDocument();
    const [search] = asked.filter(({ path }) => path === "/v1/tickets/search");
    expect(Object.fromEntries(search?.query ?? [])).toEqual({ q: "sign in", limit: "50" });
  });

  it("says when nothing has the words", async () => {
    answers["GET /v1/tickets/search"] = () => json(200, { items: [], asks_nothing: false });
    open("?q=zeppelin");
    expect(await screen.findByText("Nothing has the words “zeppelin”")).toBeInTheDocument();
  });
});

describe("sending a reply", () => {
  /** Returns the POST requests so far, in order. */
  const sent = () => asked.filter(({ method }) => method === "POST");
  async function written() {
    open("?ticket=t1");
    const user = userEvent.setup();
    const box = await screen.findByRole("textbox", { name: "Reply to the customer" });
    await user.type(box, "Restart it.");
    return { user, box };
  }
  async function choose(way: string) {
    const { user, box } = await written();
    await user.click(await screen.findByRole("button", { name: "Other ways to send" }));
    await user.click(await screen.findByRole("menuitem", { name: way }));
    return { user, box };
  }

  it("alone, by its button or by Ctrl+Enter", async () => {
    const { user, box } = await written();
    await user.keyboard("{Control>}{Enter}{/Control}");
    await waitFor(() => expect(box).toHaveValue(""));
    await user.type(box, "Thank you.");
    await user.click(screen.getByRole("button", { name: "Send" }));
    await waitFor(() => expect(box).toHaveValue(""));
    expect(sent().map(({ path, body }) => [path, body])).toEqual([
      ["/v1/tickets/t1/replies", { text: "Restart it.", upload_ids: [] }],
      ["/v1/tickets/t1/replies", { text: "Thank you.", upload_ids: [] }],
    ]);
  });

  it.each([
    ["Send and wait for the customer", "wait"],
    ["Send as the solution", "resolve"],
  ])("%s is one act on the version that was seen", async (way, act) => {
    const { box } = await choose(way);
    await waitFor(() => expect(box).toHaveValue(""));
    expect(sent().map(({ path, body }) => [path, body])).toEqual([
      ["/v1/tickets/t1/replies", { text: "Restart it.", upload_ids: [], step: act, version: 3 }],
    ]);
  });

  it.each(["Send and hold until tomorrow 09:00", "Send and hold until Monday 09:00"])(
    "%s is one act with its time",
    async (way) => {
      const { box } = await choose(way);
      await waitFor(() => expect(box).toHaveValue(""));
      const [one, ...more] = sent();
      expect(one?.body).toEqual({
        text: "Restart it.",
        upload_ids: [],
        step: "hold",
        version: 3,
        until: expect.stringMatching(/T09:00:00\.000Z$/),
      });
      expect(more).toEqual([]);
    },
  );

  it("keeps the words when somebody else was quicker, and sends them as a reply then", async () => {
    answers["POST /v1/tickets/t1/replies"] = ({ body }) =>
      (body as { step?: string }).step ? problem(412, "stale") : json(201, {});
    const { user, box } = await choose("Send and wait for the customer");
    await screen.findByText(/Somebody changed this ticket/);
    expect(box).toHaveValue("Restart it.");
    await user.click(screen.getByRole("button", { name: "Send" }));
    await waitFor(() => expect(box).toHaveValue(""));
    const steps = sent().map(({ body }) => (body as { step?: string }).step);
    expect(steps).toEqual(["wait", undefined]);
  });

  it("and holding it then sends the words first", async () => {
    await choose("Send, then hold…");
    await screen.findByRole("dialog", { name: "Hold T-1042" });
    expect(sent().map(({ path }) => path)).toEqual(["/v1/tickets/t1/replies"]);
  });

  it.each([
    ["Send and wait for the customer", "wait"],
    ["Send as the solution", "resolve"],
  ])(
    "%s is sent again under its key after a lost answer, and another way under another",
    async (way, act) => {
      answers["POST /v1/tickets/t1/replies"] = ({ body }) => {
        if ((body as { step?: string }).step === act) throw new TypeError("no answer");
        return json(201, {});
      };
      const { user, box } = await choose(way);
      await screen.findByText(/could not be reached/);
      await user.click(await screen.findByRole("button", { name: "Other ways to send" }));
      await user.click(await screen.findByRole("menuitem", { name: way }));
      await waitFor(() => expect(sent()).toHaveLength(2));
      await screen.findByText(/could not be reached/);
      await user.click(screen.getByRole("button", { name: "Send" }));
      await waitFor(() => expect(box).toHaveValue(""));
      const [first, again, alone] = sent().map(({ headers }) => headers.get("Idempotency-Key"));
      expect(first).toMatch(/^[0-9a-f-]{36}$/);
      expect(again).toBe(first);
      expect(alone).not.toBe(first);
    },
  );

  it("tells what is still under way as that, not as a ticket that moved on", async () => {
    answers["POST /v1/tickets/t1/replies"] = () => problem(409, "still_running");
    await choose("Send and wait for the customer");
    expect(await screen.findByText(/still being worked on/)).toBeInTheDocument();
    expect(screen.queryByText(/moved on/)).not.toBeInTheDocument();
  });

  it("waits for a file on its way, and takes it along with a step", async () => {
    answers["GET /v1/home"] = () => json(200, { ...HOME, actions: ["list_tickets", "reply"] });
    const { user, box } = await written();
    await user.upload(screen.getByTestId("files"), new File(["x"], "a.log"));
    await waitFor(() => expect(arriving.files).toHaveLength(1));
    await user.click(await screen.findByRole("button", { name: "Other ways to send" }));
    await user.click(await screen.findByRole("menuitem", { name: "Send as the solution" }));
    expect(sent()).toEqual([]);
    for (const arrive of arriving.files.splice(0)) arrive();
    await waitFor(() => expect(box).toHaveValue(""));
    expect(sent().map(({ body }) => body)).toEqual([
      { text: "Restart it.", upload_ids: ["id-of-a.log"], step: "resolve", version: 3 },
    ]);
  });

  it("offers what the ticket allows", async () => {
    answers["GET /v1/tickets/t1"] = () => json(200, { ...TICKET, allowed: ["reply"] });
    await written();
    expect(screen.getByRole("button", { name: "Send" })).toBeInTheDocument();
    expect(screen.queryByRole("button", { name: "Other ways to send" })).not.toBeInTheDocument();
  });
});
