/** Routes of the faces, which areas add their pages to. Only a hat of a face gets into it. */
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

/** Route guard that admits only hats of a face, before any page of it is fetched. */
const door = (name: Face) => ({
  beforeLoad: ({ context }: { context: Context }) => {
    if (faceOf(context) !== name) throw notFound({ data: { otherFace: name } });
  },
});

export const root = createRootRouteWithContext<Context>()({});

/**
 * Route of a face whose people ask for something. Those faces have the same pages, so they share the customer's types.
 */
const asking = (name: AskingFace) =>
  createRoute({ getParentRoute: () => root, path: placesOf(name).home, ...door(name) });

export const faces = {
  customer: asking("customer"),
  partner: asking("partner"),
  employee: asking("employee"),
  staff: createRoute({ getParentRoute: () => root, path: "/staff", ...door("staff") }),
};

/** Parent route of the pages of an asking face. */
export type UnderAsking = () => typeof faces.customer;
export const underStaff = () => faces.staff;
