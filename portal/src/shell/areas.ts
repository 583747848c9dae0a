/** The areas of each face, in the order people use them. */
import {
  type Icon,
  IconBooks,
  IconHistory,
  IconInbox,
  IconPencilPlus,
  IconRefreshAlert,
  IconTicket,
  IconUsers,
} from "@tabler/icons-react";
import type { Hat } from "@/api/types";

export interface Area {
  key: "newTicket" | "tickets" | "knowledge" | "desk" | "touches" | "people" | "jobs";
  to:
    | "/customer/tickets/new"
    | "/customer/tickets"
    | "/customer/knowledge"
    | "/staff/desk"
    | "/staff/knowledge"
    | "/staff/touches"
    | "/staff/people"
    | "/staff/jobs";
  icon: Icon;
  /** The capability that must be on for it, as the server lists them. */
  needs?: string;
  roles?: readonly string[];
  exact?: boolean;
}

const CUSTOMER: Area[] = [
  { key: "tickets", to: "/customer/tickets", icon: IconTicket, needs: "tickets", exact: true },
  { key: "newTicket", to: "/customer/tickets/new", icon: IconPencilPlus, needs: "tickets" },
  { key: "knowledge", to: "/customer/knowledge", icon: IconBooks, needs: "knowledge" },
];

export const JOB_ROLES = ["administrator", "operations"] as const;
/** Who may invite others. */
export const INVITING_ROLES = ["administrator"] as const;
/** Who may look through the ledger of a person or an account; others see that of the tickets they reach. */
export const LEDGER_ROLES = ["administrator"] as const;

const STAFF: Area[] = [
  { key: "desk", to: "/staff/desk", icon: IconInbox, needs: "tickets" },
  { key: "knowledge", to: "/staff/knowledge", icon: IconBooks, needs: "knowledge" },
  { key: "touches", to: "/staff/touches", icon: IconHistory },
  { key: "people", to: "/staff/people", icon: IconUsers, needs: "people", roles: INVITING_ROLES },
  { key: "jobs", to: "/staff/jobs", icon: IconRefreshAlert, roles: JOB_ROLES },
];

/** The areas open to a hat; while the capabilities are unknown all of its face are shown. */
export function areasOf(hat: Hat, capabilities: string[] | undefined): Area[] {
  const areas = hat.kind === "customer" ? CUSTOMER : hat.kind === "staff" ? STAFF : [];
  return areas.filter(
    (area) =>
      (!area.roles || area.roles.includes(hat.role)) &&
      (!area.needs || !capabilities || capabilities.includes(area.needs)),
  );
}
