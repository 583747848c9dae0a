/** The roles an administrator gives by invitation, as the server names them. */
import type { Hat } from "@/api/types";

const STAFF = ["agent", "sales", "editor", "operations", "hr", "administrator"] as const;
const EMPLOYEES = ["employee", "contractor"] as const;

export const INVITED = [...STAFF, ...EMPLOYEES];
export type InvitedRole = (typeof INVITED)[number];

/** The kind of hat that a role comes with. */
export function kindOf(role: InvitedRole): Hat["kind"] {
  return EMPLOYEES.some((one) => one === role) ? "employee" : "staff";
}

/** Whether people in this role work on queues, at least on one. */
export function hasQueues(role: InvitedRole): boolean {
  return role === "agent";
}
