import { describe, expect, it } from "vitest";
import type { StaffTicketSummary } from "@/api/types";
import { dayOf } from "./day";

const NOW = Date.parse("2025-01-01T12:00:00Z");

function ticket(state: string, due: string, answered: string | null = null) {
  return {
    state,
    first_response_due: due,
    first_responded_at: answered,
    resolution_due: due,
  } as StaffTicketSummary;
}

describe("an agent's day", () => {
  it("counts what is late and what is due, and no clock that stands still", () => {
    const tickets = [
      ticket("open", "2025-01-01T11:59:59Z"),
      ticket("new", "2025-01-01T12:00:00Z"),
      ticket("open", "2025-01-02T11:59:59Z", "2025-01-01T09:00:00Z"),
      ticket("open", "2025-01-02T12:00:00Z"),
      ticket("waiting", "2024-12-01T12:00:00Z"),
      ticket("on_hold", "2024-12-01T12:00:00Z"),
      ticket("resolved", "2024-12-01T12:00:00Z"),
    ];
    expect(dayOf(tickets, NOW)).toEqual({ late: 1, soon: 2, asked: 1, solved: 1 });
    expect(dayOf([], NOW)).toEqual({ late: 0, soon: 0, asked: 0, solved: 0 });
  });
});
