/** The roles an administrator gives by invitation, as the server names them. */
import type { Hat } from "@/api/types";

const STAFF = ["agent", "sales", "editor", "operations", "hr", "administrator"] as const;
const EMPLOYEES = ["employee", "contractor"] as const;

/** Roles of the company's own people. */
export const OWN = [...STAFF, ...EMPLOYEES];
/** Roles of the people of an account. */
export const CUSTOMERS = ["member", "manager"] as const;
export type InvitedRole = (typeof OWN)[number] | (typeof CUSTOMERS)[number];

/** The kind of hat that a role comes with. */
export function kindOf(role: InvitedRole): Hat["kind"] {
  if (CUSTOMERS.some((one) => one === role)) return "customer";
  return EMPLOYEES.some((one) => one === role) ? "employee" : "staff";
}

/** Whether people in this role work on queues, at least on one. */
export function hasQueues(role: InvitedRole): boolean {
  return role === "agent";
}
