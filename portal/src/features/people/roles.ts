/** The roles that an administrator gives, as the server names them. */
import type { Hat } from "@/api/types";

const STAFF = ["agent", "sales", "editor", "operations", "hr", "administrator"] as const;
const EMPLOYEES = ["employee", "contractor"] as const;
/** Roles of the people of a partner company. They are kept, and not given yet. */
const PARTNERS = ["seller", "manager"] as const;

/** Roles of the company's own people. */
export const OWN = [...STAFF, ...EMPLOYEES];
/** Roles of the people of an account. */
export const CUSTOMERS = ["member", "manager"] as const;
export type InvitedRole = (typeof OWN)[number] | (typeof CUSTOMERS)[number];
export type GivenRole = InvitedRole | (typeof PARTNERS)[number];

/** The kind of hat that a role comes with, of those who are invited. */
export function kindOf(role: GivenRole): Hat["kind"] {
  if (CUSTOMERS.some((one) => one === role)) return "customer";
  return EMPLOYEES.some((one) => one === role) ? "employee" : "staff";
}

/** Roles that a hat of this kind can have. */
export const ROLES_OF: Record<Hat["kind"], readonly GivenRole[]> = {
  customer: CUSTOMERS,
  partner: PARTNERS,
  employee: EMPLOYEES,
  staff: STAFF,
};

/** Whether people in this role work on queues, at least on one. */
export function hasQueues(role: GivenRole): boolean {
  return role === "agent";
}
