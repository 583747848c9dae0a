/** A ticket as the server sends it to staff; tests change what they are about. */

export const AT = "2025-01-01T10:00:00Z";

export const TICKET = {
  id: "t1",
  number: "T-1042",
  version: 3,
  kind: "support",
  type: "question",
  severity: "high",
  severity_label: "2-High",
  synopsis: "Nobody can sign in",
  description: "Since the update.",
  state: "open",
  state_label: "Open",
  requester: { id: "p2", name: "Bo" },
  assignee: null,
  queue: { id: "q1", name: "PowerPlus" },
  account: null,
  product: null,
  participants: [],
  files: [],
  resolution: null,
  custom_fields: {},
  allowed: [],
  created_at: AT,
  updated_at: AT,
  first_response_due: "2025-01-01T12:00:00Z",
  resolution_due: "2025-01-02T10:00:00Z",
  first_responded_at: null,
  due_paused: false,
};

/** The account of a ticket, in short and with the details for staff. */
export const ACME = {
  account: { id: "a1", name: "Acme" },
  account_detail: { number: "A-1", plan: "standard", territory: "Nordics" },
};
