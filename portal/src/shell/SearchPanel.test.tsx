import { IconTicket } from "@tabler/icons-react";
import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { forgetPerson } from "@/api/device";
import type { Face } from "@/api/types";
import { features } from "@/features/routes";
import { type Feature, feature, type UseOptions } from "@/kit/feature/feature";
import { FeaturesContext } from "@/kit/feature/features";
import { HOME, openPage } from "@/testing/page";
import { json, problem, type Reply, serve } from "@/testing/server";
import { SearchPanel } from "./SearchPanel";

const ACTIONS = ["list_tickets", "search_articles", "list_queues", "view_person"] as const;
const ticket = (id: string, number: string, synopsis: string) => ({
  id,
  number,
  synopsis,
  state: "open",
  state_label: "We are working on it",
  requester: { id: "p9", name: "Bo Berg" },
  account: { id: "a1", name: "Halvorsen Marine" },
});
const TICKETS = [
  ticket("t1", "T-1", "Scanner loses the network"),
  ticket("t2", "T-2", "Printer prints lower"),
];

interface Given {
  routes: Record<string, Reply>;
  areas: readonly Feature[];
}

beforeEach(() => {
  localStorage.clear();
  // jsdom has dialogs and cannot show them.
  HTMLDialogElement.prototype.showModal ??= function (this: HTMLDialogElement) {
    this.open = true;
  };
  HTMLDialogElement.prototype.close ??= function (this: HTMLDialogElement) {
    if (!this.open) return;
    this.open = false;
    this.dispatchEvent(new Event("close"));
  };
  Element.prototype.scrollIntoView ??= () => undefined;
});

function search(face: Face, { routes = {}, areas = features }: Partial<Given> = {}) {
  const asked = serve({
    "GET /v1/home": () => json(200, { ...HOME, actions: ACTIONS }),
    "GET /v1/queues": () =>
      json(200, {
        items: [{ id: "q1", name: "PowerPlus", mine: true, agents: [{ id: "p5", name: "Sofie" }] }],
      }),
    "GET /v1/tickets": ({ query }) =>
      json(200, {
        items: query.get("number") ? TICKETS.filter(({ number }) => number === query.get("number")) : TICKETS,
      }),
    "GET /v1/tickets/search": ({ query }) =>
      json(200, {
        items: query.get("q") === "loud fan" ? [ticket("t3", "T-3", "It whirrs"), TICKETS[0]] : [],
        asks_nothing: false,
      }),
    "GET /v1/articles/suggestions": () =>
      json(200, {
        items: [
          {
            id: "x1",
            title_segments: [
              { text: "Scanner", hit: true },
              { text: " and network", hit: false },
            ],
          },
        ],
      }),
    ...routes,
  });
  const closed = vi.fn();
  const Shown = () => {
    const [open, setOpen] = useState(true);
    if (!open)
      return (
        <button type="button" onClick={() => setOpen(true)}>
          Open again
        </button>
      );
    return (
      <FeaturesContext value={areas}>
        <SearchPanel
          onClose={() => {
            closed();
            setOpen(false);
          }}
        />
      </FeaturesContext>
    );
  };
  const router = openPage(Shown, {
    path: `/${face}`,
    face,
    others: {
      [`/${face}/knowledge`]: "answers",
      [`/${face}/knowledge/$id`]: "an answer",
      [`/${face}/tickets`]: "tickets",
      [`/${face}/tickets/$id`]: "a ticket",
      "/staff/desk": "the desk",
      "/staff/people/$id": "somebody",
    },
  });
  return { asked, closed, router, user: userEvent.setup() };
}

const chosen = () => screen.getByRole("option", { selected: true }).textContent;

describe("the search panel", () => {
  it("leads words to the answers, and by arrows to what it found", async () => {
    const { router, closed, user } = search("customer");
    const field = await screen.findByRole("combobox", { name: "Search" });
    await user.type(field, "scanner");
    await screen.findByRole("option", { name: /Scanner and network/ });
    expect(screen.getAllByRole("group").map((group) => group.textContent)).toEqual([
      "SearchSearch the answers for “scanner”",
      "My TicketsScanner loses the network T-1 · We are working on it",
      "AnswersScanner and network",
    ]);
    expect(chosen()).toContain("Search the answers for “scanner”");
    await user.keyboard("{ArrowDown}");
    expect(chosen()).toContain("Scanner loses the network");
    expect(field).toHaveAttribute("aria-activedescendant", screen.getByRole("option", { selected: true }).id);
    await user.keyboard("{ArrowUp}{ArrowUp}");
    expect(chosen()).toContain("Scanner and network");
    await user.keyboard("{Enter}");
    await waitFor(() => expect(router.state.location.pathname).toBe("/customer/knowledge/x1"));
    expect(closed).toHaveBeenCalled();
  });

  it("finds tickets by words that only the server knows, each once", async () => {
    const { asked, router, user } = search("customer");
    await user.type(await screen.findByRole("combobox", { name: "Search" }), "loud fan");
    await user.click(await screen.findByRole("option", { name: /It whirrs/ }));
    await waitFor(() => expect(router.state.location.pathname).toBe("/customer/tickets/t3"));
    const words = asked
      .filter(({ path }) => path === "/v1/tickets/search")
      .map(({ query }) => query.get("q"));
    expect(words).toEqual(["loud fan"]);
  });

  it("opens a ticket by its number and says what it is about", async () => {
    const { router, user } = search("customer");
    await user.type(await screen.findByRole("combobox", { name: "Search" }), "2");
    expect(await screen.findByRole("option", { name: "Open T-2 Printer prints lower" })).toBeInTheDocument();
    await user.keyboard("{Enter}");
    await waitFor(() => expect(router.state.location.href).toBe("/customer/tickets?number=T-2"));
  });

  it("loses no letter to what is still on its way", async () => {
    const { router, user } = search("customer");
    await user.type(await screen.findByRole("combobox", { name: "Search" }), "blue screen{Enter}");
    await waitFor(() => expect(router.state.location.search).toEqual({ q: "blue screen" }));
  });

  it("finds people, places and commands for staff", async () => {
    const { asked, router, user } = search("staff");
    const field = await screen.findByRole("combobox", { name: "Search" });
    await user.type(field, "sofie");
    await user.click(await screen.findByRole("option", { name: "Sofie PowerPlus" }));
    await waitFor(() => expect(router.state.location.pathname).toBe("/staff/people/p5"));
    const lists = asked.filter(({ path }) => path === "/v1/tickets").map(({ query }) => query.get("view"));
    expect(new Set(lists)).toEqual(new Set(["assigned", "queue"]));
  });

  it("offers digits as a number first, and as words", async () => {
    const { user } = search("customer");
    await user.type(await screen.findByRole("combobox", { name: "Search" }), "404");
    await screen.findByRole("option", { name: "Open T-404 not among those you can see" });
    expect(screen.getByRole("option", { name: "Search the answers for “404”" })).toBeInTheDocument();
  });

  it("remembers what was chosen, the last first, until its person signs out", async () => {
    const { router, user } = search("staff");
    await user.type(await screen.findByRole("combobox", { name: "Search" }), "sofie");
    await user.click(await screen.findByRole("option", { name: "Sofie PowerPlus" }));
    await waitFor(() => expect(router.state.location.pathname).toBe("/staff/people/p5"));
    await router.navigate({ to: "/staff" });
    const [recent] = await screen.findAllByRole("option");
    expect(recent).toHaveTextContent("Sofie");
    expect(screen.getAllByRole("group")[0]).toHaveAccessibleName("Recent");
    await user.keyboard("{Enter}");
    await waitFor(() => expect(router.state.location.pathname).toBe("/staff/people/p5"));
    expect(JSON.stringify(localStorage)).toContain("Sofie");
    forgetPerson("p1");
    expect(JSON.stringify(localStorage)).not.toContain("Sofie");
  });

  it("says that it searches, and what it did not find", async () => {
    const waits: ((answer: Response) => void)[] = [];
    const answer = () => waits.shift()?.(json(200, { items: [] }));
    const { user } = search("customer", {
      routes: { "GET /v1/articles/suggestions": () => new Promise((done) => waits.push(done)) },
    });
    await user.type(await screen.findByRole("combobox", { name: "Search" }), "zebra");
    await waitFor(() => expect(waits).toHaveLength(1));
    expect(screen.getByRole("status")).toHaveTextContent("Searching…");
    answer();
    await waitFor(() => expect(screen.getByRole("status")).toHaveTextContent("Nothing else found."));
    await user.clear(screen.getByRole("combobox", { name: "Search" }));
    await waitFor(() => expect(screen.getByRole("status")).toBeEmptyDOMElement());
  });

  it("shows nothing that was found for other words", async () => {
    const { user } = search("customer", {
      routes: {
        "GET /v1/articles/suggestions": ({ query }) =>
          query.get("q") === "scanner"
            ? json(200, { items: [{ id: "x1", title_segments: [{ text: "Scanner setup", hit: true }] }] })
            : new Promise(() => undefined),
      },
    });
    const field = await screen.findByRole("combobox", { name: "Search" });
    await user.type(field, "scanner");
    await screen.findByRole("option", { name: "Scanner setup" });
    await user.type(field, "x");
    expect(screen.queryByRole("option", { name: "Scanner setup" })).toBeNull();
    expect(screen.getByRole("status")).toHaveTextContent("Searching…");
  });

  it("says that part of it is not available, and asks again at the next opening", async () => {
    let broken = true;
    const { user } = search("customer", {
      routes: {
        "GET /v1/tickets": () => (broken ? problem(404, "not_found") : json(200, { items: TICKETS })),
      },
    });
    await screen.findByRole("combobox", { name: "Search" });
    const status = () => screen.getByRole("status");
    await waitFor(() => expect(status()).toHaveTextContent("Part of the search is not available now."));
    broken = false;
    await user.click(screen.getByRole("button", { name: "Close" }));
    await user.click(await screen.findByRole("button", { name: "Open again" }));
    expect(await screen.findByRole("option", { name: /Scanner loses the network/ })).toBeInTheDocument();
    expect(status()).toBeEmptyDOMElement();
  });

  it("loads a source that failed to at the next opening", async () => {
    const load = vi
      .fn<() => Promise<UseOptions>>()
      .mockRejectedValueOnce(new TypeError("no file"))
      .mockResolvedValue(() => ({
        groups: [
          {
            id: "late",
            title: "Late",
            options: [
              { id: "l1", label: "Here after all", icon: IconTicket, leads: { to: "/customer/tickets" } },
            ],
          },
        ],
        searching: false,
        failed: false,
      }));
    const late = feature({ sources: [{ order: 1, load }] });
    const { user } = search("customer", { areas: [...features, late] });
    await screen.findByRole("combobox", { name: "Search" });
    await waitFor(() =>
      expect(screen.getByRole("status")).toHaveTextContent("Part of the search is not available now."),
    );
    await screen.findByRole("option", { name: /Scanner loses the network/ });
    await user.click(screen.getByRole("button", { name: "Close" }));
    await user.click(await screen.findByRole("button", { name: "Open again" }));
    expect(await screen.findByRole("option", { name: "Here after all" })).toBeInTheDocument();
    expect(load).toHaveBeenCalledTimes(2);
  });

  it("goes to a place by the beginning of its name", async () => {
    const { router, user } = search("staff");
    await user.type(await screen.findByRole("combobox", { name: "Search" }), "ans");
    await waitFor(() => expect(chosen()).toContain("Answers"));
    await user.keyboard("{Enter}");
    await waitFor(() => expect(router.state.location.pathname).toBe("/staff/knowledge"));
  });
});
