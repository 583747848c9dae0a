/** The faces as addresses: where an area hangs its pages. Only a hat of a face gets into it. */
import { createRootRouteWithContext, createRoute, notFound } from "@tanstack/react-router";
import type { Session } from "@/api/session";
import type { Face } from "@/api/types";
import { type AskingFace, placesOf } from "./places";

interface Context {
  session: Session;
}

export function faceOf({ session }: Context): Face | undefined {
  return session.hats.find((hat) => hat.id === session.hat_id)?.kind;
}

/** A door that opens to the hats of a face only, before any page of it is fetched. */
const door = (name: Face) => ({
  beforeLoad: ({ context }: { context: Context }) => {
    if (faceOf(context) !== name) throw notFound({ data: { otherFace: name } });
  },
});

export const root = createRootRouteWithContext<Context>()({});

/** The face of people who ask for something. All of them have the same pages, so the customer's types stand for all. */
const asking = (name: AskingFace) =>
  createRoute({ getParentRoute: () => root, path: placesOf(name).home, ...door(name) });

export const faces = {
  customer: asking("customer"),
  partner: asking("partner"),
  employee: asking("employee"),
  staff: createRoute({ getParentRoute: () => root, path: "/staff", ...door("staff") }),
};

/** Where a page of an asking face hangs. */
export type UnderAsking = () => typeof faces.customer;
export const underStaff = () => faces.staff;
