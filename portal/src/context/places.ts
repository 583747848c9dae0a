/** The addresses of the pages that several faces have, each under its own first part. */
import type { Face } from "@/api/types";
import { useSession } from "./session";

/** The faces whose people ask the company for something. */
export type AskingFace = Exclude<Face, "staff">;

/** Word for a face's requests: customers submit tickets, partners and employees send requests. */
export function askingAs(face: Face) {
  return face === "customer" ? "ticket" : "request";
}

/** The faces have the same pages with the same parameters, so the router knows them all by the customer's types. */
export function placesOf(face: Face) {
  const start = `/${face}` as "/customer";
  return {
    home: start,
    profile: `${start}/profile`,
    layout: `${start}/layout`,
    knowledge: `${start}/knowledge`,
    article: `${start}/knowledge/$id`,
    tickets: `${start}/tickets`,
    newTicket: `${start}/tickets/new`,
    ticket: `${start}/tickets/$id`,
  } as const;
}

/** Addresses of the current hat's face. */
export function usePlaces() {
  return placesOf(useSession().hat.kind);
}
