/** Sample data for the components on the page of the kit. */
import { ProblemError } from "@/api/problem";
import type { Session } from "@/api/session";
import type { FileInfo, Touch } from "@/api/types";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Returns the time so many milliseconds from now. */
export const away = (milliseconds: number) => new Date(Date.now() + milliseconds).toISOString();
export const TIMES = [-90_000, -5 * HOUR, -DAY, -400 * DAY, DAY, 400 * DAY].map(away);
export const DUE = { soon: away(2 * HOUR), late: away(-3 * HOUR), far: away(9 * DAY) };

export const PEOPLE = ["Jon Arne Eide", "Priya Raman", "Østen"] as const;

export const SESSION: Session = {
  person: { id: "p1", name: PEOPLE[0], email: "jon@acme.example" },
  hats: [{ id: "h1", kind: "customer", role: "manager", label: "Halvorsen Marine" }],
  hat_id: "h1",
} as never;

export const HOME = {
  person: { ...SESSION.person, locale: "en-US", time_zone: "UTC" },
  organisation: "Halvorsen Marine",
  actions: [],
  unrestricted: [],
  ticket_lists: ["mine"],
  reopen_days: 14,
  files: { endings: ["log", "pdf", "png"], largest: 26_214_400, most_at_opening: 10, most_per_reply: 4 },
  widgets: {},
};

export const FILES: FileInfo[] = [
  { id: "f1", name: "session-limits.log", size: 48_213, media_type: "text/plain" },
  {
    id: "f2",
    name: "A picture with a name that is much longer than its row.png",
    size: 2_400_120,
    media_type: "image/png",
  },
];

const touch = (id: string, own: Partial<Touch>): Touch =>
  ({
    id,
    at: away(-HOUR),
    action: "view_ticket",
    action_label: "Read a ticket",
    outcome: "done",
    request_id: id,
    ...own,
  }) as Touch;

export const TOUCHES: Touch[] = [
  touch("t1", { person: { id: "p1", name: PEOPLE[0] }, hat: { kind: "customer" } } as never),
  touch("t2", { person: { id: "p2", name: PEOPLE[1] }, hat: { kind: "staff" }, outcome: "denied" } as never),
  touch("t3", { action_label: "Sent a mail", outcome: "failed" }),
];

export const ARTICLE = {
  id: "a1",
  title: "Several people sign in at once",
  body_html:
    "<p>Set <strong>Sessions per person</strong> to 3 and save.</p><ul><li>Settings</li><li>Sessions</li></ul>",
};

export const SUGGESTED = {
  words: "second login",
  found: {
    items: [
      {
        id: ARTICLE.id,
        title: ARTICLE.title,
        title_segments: [
          { text: "Several people sign in ", hit: false },
          { text: "at once", hit: true },
        ],
        excerpt: [{ text: "How many sessions a person may have.", hit: false }],
      },
    ],
    degraded: true,
  },
};

/** Lines of a quote: the price of a unit as a decimal, the net in minor units. */
export const LINES = [
  { what: "Asme PowerPlus, 60 seats", price: "348.3512", net: 2_006_496 },
  { what: "Set-up and training", price: "1200.00", net: 240_000 },
  { what: "Discount for the term", price: "-500.00", net: -50_000 },
];

/** Value of what is for sale, by stage. */
export const PIPELINE = [
  { stage: "Prospecting", amount: "38250.00", minor: 3_825_000 },
  { stage: "Qualified", amount: "61000.00", minor: 6_100_000 },
  { stage: "Proposal", amount: "104000.00", minor: 10_400_000 },
  { stage: "Negotiation", amount: "72480.50", minor: 7_248_050 },
  { stage: "Won in November", amount: "47000.00", minor: 4_700_000 },
];

const week = (index: number) => new Date(Date.UTC(2026, 8, 7 + 7 * index)).toISOString().slice(0, 10);

/** Tickets by week; nobody counted the late ones at first. */
export const WEEKS = [
  [14, 9, null],
  [18, 15, null],
  [11, 16, 3],
  [21, 17, 5],
  [16, 19, 2],
  [9, 12, 0],
  [13, 11, 1],
  [17, 14, 4],
].map(([opened = null, solved = null, late = null], index) => ({ from: week(index), opened, solved, late }));

export const YEAR = Array.from({ length: 52 }, (_, index) => ({
  from: week(index - 44),
  counts: [0, 1, 2, 3, 4].map((queue) =>
    Math.round(20 + 9 * queue + 8 * Math.sin((index + 7 * queue) / (4 + queue))),
  ),
}));

export const MARKDOWN =
  "The second **login** ends the first one.\n\n- since the update\n- for all of us\n\n`E1042: session ended`";

/** Makes a failure as the server reports it. */
export function problem(status: number, own: { code?: string; detail?: string } = {}): ProblemError {
  const response = new Response(null, { status });
  return new ProblemError(response, { code: "sample", request_id: `req-${status}`, ...own } as never);
}

/** Makes an answer that comes at once. */
export async function answer<T>(data: T) {
  return { data, response: new Response(null, { status: 200 }) };
}

/** Failure when another person changed the record first. */
export async function stale() {
  return { error: { code: "stale" }, response: new Response(null, { status: 412 }) };
}
