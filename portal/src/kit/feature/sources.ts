/** What the areas find for the search panel. */
import { useQuery } from "@tanstack/react-query";
import { use } from "react";
import type { Face } from "@/api/types";
import { useSession } from "@/context/session";
import type { Feature, Option, OptionGroup, Sought, UseOptions } from "./feature";
import { FeaturesContext, inOrder } from "./features";

/** As many options of a group as are shown while nothing is typed, and once something is. */
const FEW = 4;
const SOME = 6;

export const most = ({ typed }: Sought) => (typed ? SOME : FEW);

/** Whether every word that was typed occurs in a text. */
export function fits({ typed }: Sought, text: string): boolean {
  const within = text.toLowerCase();
  return typed.split(/\s+/).every((word) => within.includes(word));
}

const NOTHING: UseOptions = () => [];

/** Loads the sources of a face. One that cannot be loaded finds nothing, and the others still do. */
function load(features: readonly Feature[], face: Face): Promise<UseOptions[]> {
  const sources = features
    .flatMap(({ sources }) => sources)
    .filter(({ faces }) => !faces || faces.includes(face))
    .sort(inOrder);
  return Promise.all(sources.map((source) => source.load().catch(() => NOTHING)));
}

/** The sources of the face that is on; undefined until they are loaded. */
export function useSources(): readonly UseOptions[] | undefined {
  const features = use(FeaturesContext);
  const { kind } = useSession().hat;
  const { data } = useQuery({
    queryKey: ["search-sources", kind],
    queryFn: () => load(features, kind),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
  });
  return data;
}

/** What the sources find. They must stay the same for as long as they are asked. */
export function useFromSources(sources: readonly UseOptions[], sought: Sought): OptionGroup[] {
  // biome-ignore lint/correctness/useHookAtTopLevel: the same sources are the same hooks in the same order
  return together(sources.flatMap((useSource) => useSource(sought)));
}

/** Groups of the same kind as one, with each option once. */
function together(groups: readonly OptionGroup[]): OptionGroup[] {
  const all = new Map<string, { title: string; options: Map<string, Option> }>();
  for (const { id, title, options } of groups) {
    const group = all.get(id) ?? { title, options: new Map<string, Option>() };
    for (const option of options) if (!group.options.has(option.id)) group.options.set(option.id, option);
    all.set(id, group);
  }
  return [...all].map(([id, { title, options }]) => ({ id, title, options: [...options.values()] }));
}
