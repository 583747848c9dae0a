/** The areas of each face, in the order people use them. Which of them are open follows from what the server allows. */
import {
  type Icon,
  IconBooks,
  IconHistory,
  IconInbox,
  IconMessages,
  IconPencilPlus,
  IconRefreshAlert,
  IconTicket,
  IconUsers,
} from "@tabler/icons-react";
import type { Action, Face } from "@/api/types";
import { placesOf } from "./places";

type Place = ReturnType<typeof placesOf>["tickets" | "newTicket" | "knowledge"];

export interface Area {
  key:
    | "newTicket"
    | "tickets"
    | "ask"
    | "requests"
    | "knowledge"
    | "desk"
    | "touches"
    | "people"
    | "canned"
    | "jobs";
  to: Place | "/staff/desk" | "/staff/touches" | "/staff/people" | "/staff/canned-replies" | "/staff/jobs";
  icon: Icon;
  /** What one has to be allowed to do there. */
  needs: Action;
  exact?: boolean;
}

function areasOfFace(face: Face): Area[] {
  const places = placesOf(face);
  const knowledge: Area = {
    key: "knowledge",
    to: places.knowledge,
    icon: IconBooks,
    needs: "search_articles",
  };
  if (face === "staff") {
    return [
      { key: "desk", to: "/staff/desk", icon: IconInbox, needs: "list_tickets" },
      knowledge,
      { key: "touches", to: "/staff/touches", icon: IconHistory, needs: "list_touches" },
      { key: "people", to: "/staff/people", icon: IconUsers, needs: "invite_person" },
      { key: "canned", to: "/staff/canned-replies", icon: IconMessages, needs: "list_canned_replies" },
      { key: "jobs", to: "/staff/jobs", icon: IconRefreshAlert, needs: "list_jobs" },
    ];
  }
  const [list, ask] =
    face === "customer" ? (["tickets", "newTicket"] as const) : (["requests", "ask"] as const);
  return [
    { key: list, to: places.tickets, icon: IconTicket, needs: "list_tickets", exact: true },
    { key: ask, to: places.newTicket, icon: IconPencilPlus, needs: "open_ticket" },
    knowledge,
  ];
}

/**
 * The areas open to a hat. While it is not known what it may do, those that every hat of its face has: all of an asking
 * face, the answers of staff.
 */
export function areasOf(face: Face, actions: readonly Action[] | undefined): Area[] {
  const known = actions ?? (face === "staff" ? ["search_articles"] : undefined);
  return areasOfFace(face).filter(({ needs }) => !known || known.includes(needs));
}
