import { expect, it } from "vitest";
import type { StaffTicketSummary } from "@/api/types";
import { countsOf, isOnly, ONLY } from "./only";

const NOW = Date.parse("2026-11-20T10:00:00Z");
const LATE = "2026-11-20T09:00:00Z";
const AHEAD = "2026-11-20T11:00:00Z";
const ticket = (more: object) =>
  ({
    state: "open",
    assignee: { id: "s1", name: "Sofie" },
    first_responded_at: LATE,
    resolution_due: AHEAD,
    ...more,
  }) as unknown as StaffTicketSummary;

const TICKETS = [
  ticket({}),
  ticket({ assignee: null, resolution_due: LATE }),
  ticket({ state: "waiting", resolution_due: LATE }),
  ticket({ state: "on_hold", resolution_due: LATE }),
  ticket({ state: "resolved", resolution_due: LATE }),
  ticket({ first_responded_at: null, first_response_due: LATE }),
];

it("has the tickets that nobody has, that are late, and that wait", () => {
  const of = (only: (typeof ONLY)[number]) =>
    TICKETS.flatMap((one, index) => (isOnly(only, one, NOW) ? [index] : []));
  expect(Object.fromEntries(ONLY.map((only) => [only, of(only)]))).toEqual({
    unassigned: [1],
    late: [1, 5],
    waiting: [2],
  });
});

it("counts them; of a list that goes on, the least, unless the server has counted", () => {
  expect(countsOf({ items: TICKETS, more: false }, NOW)).toEqual({
    unassigned: "1",
    late: "2",
    waiting: "1",
  });
  expect(countsOf({ items: TICKETS, more: true, unassigned: 7 }, NOW)).toEqual({
    unassigned: "7",
    late: "2+",
    waiting: "1+",
  });
});
