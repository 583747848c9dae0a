/** How the areas stand in the side bar: under which small heading, and which of them is the act of the bar instead. */
import type { Area } from "./areas";

export type Group = "work" | "support" | "company";

const GROUPS: Partial<Record<Area["key"], Group>> = {
  desk: "work",
  touches: "company",
  people: "company",
  jobs: "company",
};

/** Asking for something is an act, not a place: it is the filled button of the bar. */
export function isAct(area: Area): boolean {
  return area.key === "newTicket" || area.key === "ask";
}

/** The places among the areas, under their headings, in the order of the areas. */
export function grouped(areas: readonly Area[]): [Group, Area[]][] {
  const groups = new Map<Group, Area[]>();
  for (const area of areas) {
    if (isAct(area)) continue;
    const group = GROUPS[area.key] ?? "support";
    groups.set(group, [...(groups.get(group) ?? []), area]);
  }
  return [...groups];
}
