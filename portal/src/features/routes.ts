/** The pages of every area, as the router takes them. */
import type { UnderAsking } from "@/context/faces";
import * as all from "./all";

type Area = (typeof all)[keyof typeof all];
type AskingRoute = ReturnType<Area["asking"]>[number];
type StaffRoute = Area["staff"][number];

export const features: readonly Area[] = Object.values(all);

export const ofAsking = (under: UnderAsking) =>
  features.flatMap(({ asking }): readonly AskingRoute[] => asking(under));

export const ofStaff = features.flatMap(({ staff }): readonly StaffRoute[] => staff);
