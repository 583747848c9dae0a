// How long it takes from a click to content, on every list and record page. Each click is the first of a freshly loaded
// page, so that nothing is shown from memory. `npm run speed` takes more of them and fails over 100 ms.
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { clickTo, quantile } from "./support/clicks.mjs";
import { browserOfGroup, nothingComplained, WIDE } from "./support/group.mjs";
import { base, login } from "./support/portal.mjs";

const ROUNDS = Number(process.env.PORTICO_SPEED_ROUNDS ?? 3);
/** Longest time for three of four clicks, in milliseconds; without a limit the content only has to appear. */
const LIMIT = Number(process.env.PORTICO_SPEED_LIMIT ?? Number.POSITIVE_INFINITY);

const ROW = "main table tbody tr";
/** Selector of a row, or of the note of an empty list. */
const LIST = `${ROW}, main [class*="_note_"]`;
const DESK_ROW = "main li > button";
const HEADING = "main h1";

const area = (name) => (page) =>
  page.getByRole("navigation", { name: "Areas" }).getByRole("link", { name }).first();
/** Links in the rows of a list, another one each round. */
const rowOf = (selector) => (page, round) => page.locator(selector).nth(round % 10);
const ANSWERS = [{ selector: HEADING, text: "Find an answer" }, { selector: "main h2 a" }];

/**
 * Pages: where each test starts, the link it clicks, and the content it waits for: `wanted`, or the link's own text.
 */
const PAGES = [
  { name: "my tickets", who: "member", link: area("Tickets"), wanted: [{ selector: ROW }] },
  { name: "a ticket", who: "member", from: "/customer/tickets", link: rowOf(`${ROW} th a`), named: HEADING },
  { name: "answers", who: "member", link: area("Answers"), wanted: ANSWERS },
  { name: "an answer", who: "member", from: "/customer/knowledge", link: rowOf("main h2 a"), named: HEADING },
  { name: "the company's tickets", who: "manager", link: area("Tickets"), wanted: [{ selector: ROW }] },
  { name: "a queue", who: "agent", link: area("PowerPlus"), wanted: [{ selector: DESK_ROW }] },
  {
    name: "my tickets as an agent",
    who: "agent",
    link: area("Assigned to me"),
    wanted: [{ selector: DESK_ROW }],
  },
  {
    name: "a ticket of a queue",
    who: "agent",
    from: "/staff/desk",
    link: rowOf(`${DESK_ROW} > span:first-child`),
    named: "section[aria-label^='Ticket ']",
  },
  { name: "answers as an agent", who: "agent", link: area("Answers"), wanted: ANSWERS },
  { name: "canned replies", who: "agent", link: area("Canned replies"), wanted: [{ selector: LIST }] },
  { name: "accounts", who: "agent", link: area("Accounts"), wanted: [{ selector: ROW }] },
  {
    name: "an account",
    who: "agent",
    from: "/staff/accounts",
    link: rowOf(`${ROW} th a`),
    named: HEADING,
  },
  { name: "products", who: "agent", link: area("Products"), wanted: [{ selector: ROW }] },
  { name: "people", who: "administrator", link: area("People"), wanted: [{ selector: ROW }] },
  {
    name: "a person",
    who: "administrator",
    from: "/staff/people",
    link: rowOf(`${ROW} th a`),
    named: HEADING,
  },
  {
    name: "touches of a person",
    who: "administrator",
    from: "/staff/people",
    open: rowOf(`${ROW} th a`),
    link: (page) => page.locator("main").getByRole("link", { name: /touches/i }),
    wanted: [{ selector: ROW }],
  },
  { name: "jobs", who: "administrator", link: area("Jobs"), wanted: [{ selector: LIST }] },
];

const FACE = { member: "customer", manager: "customer", agent: "staff", administrator: "staff" };

describe("from a click to content", () => {
  const open = browserOfGroup();
  const windows = new Map();

  before(async () => {
    for (const [role, face] of Object.entries(FACE)) windows.set(role, await open(login(face, role), WIDE));
  });

  for (const { name, who, from, open: first, link, wanted, named } of PAGES)
    it(name, async () => {
      const page = windows.get(who);
      const times = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        // A freshly loaded page has only its own data in memory.
        await page.goto(base + (from ?? `/${FACE[who]}`));
        await page.getByRole("button", { name: /^You: / }).waitFor();
        await page.waitForLoadState("networkidle");
        if (first) await first(page, round).click();
        const target = link(page, round);
        const text = named ? (await target.textContent()).trim() : "";
        times.push(await clickTo(page, target, wanted ?? [{ selector: named, text }]));
      }
      const [half, most] = [quantile(times, 0.5), quantile(times, 0.75)];
      process.stdout.write(
        `${name.padEnd(24)} p50 ${half.toFixed(0).padStart(4)} ms  p75 ${most.toFixed(0).padStart(4)} ms  of ${times.length}\n`,
      );
      assert.ok(most <= LIMIT, `p75 of ${most.toFixed(0)} ms is over ${LIMIT} ms`);
    });

  nothingComplained(open);
});
