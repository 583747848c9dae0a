/** Sources of the search panel: loads those of the areas and joins their options. */
import { useQuery } from "@tanstack/react-query";
import { use } from "react";
import type { Face } from "@/api/types";
import { useSession } from "@/context/session";
import type { Feature, Findings, Option, OptionGroup, Sought, UseOptions } from "./feature";
import { FeaturesContext, inOrder } from "./features";

/** Largest number of options of a group: before a word is typed, and afterwards. */
const FEW = 4;
const SOME = 6;

export const most = ({ typed }: Sought) => (typed ? SOME : FEW);

/** Whether every word that was typed occurs in a text. */
export function fits({ typed }: Sought, text: string): boolean {
  const within = text.toLowerCase();
  return typed.split(/\s+/).every((word) => within.includes(word));
}

interface Reading {
  isLoading: boolean;
  isError: boolean;
  data: unknown;
}

/** State of searches that read from the server. After a failed refresh, older data is enough. */
export function readings(all: readonly Reading[]): Pick<Findings, "searching" | "failed"> {
  return {
    searching: all.some(({ isLoading }) => isLoading),
    failed: all.some(({ isError, data }) => isError && data === undefined),
  };
}

const UNAVAILABLE: UseOptions = () => ({ groups: [], searching: false, failed: true });

/** Loads the sources of a face. One that cannot be loaded leaves the others usable. */
function load(features: readonly Feature[], face: Face): Promise<UseOptions[]> {
  const sources = features
    .flatMap(({ sources }) => sources)
    .filter(({ faces }) => !faces || faces.includes(face))
    .sort(inOrder);
  return Promise.all(sources.map((source) => source.load().catch(() => UNAVAILABLE)));
}

const complete = (sources: readonly UseOptions[]) => !sources.includes(UNAVAILABLE);

/** Loads the sources of the current face; undefined until loaded. Failed ones load again at the next opening. */
export function useSources(): readonly UseOptions[] | undefined {
  const features = use(FeaturesContext);
  const { kind } = useSession().hat;
  const { data } = useQuery({
    queryKey: ["search-sources", kind],
    queryFn: () => load(features, kind),
    staleTime: ({ state }) => (state.data && !complete(state.data) ? 0 : Number.POSITIVE_INFINITY),
    gcTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  return data;
}

/** Returns a key that changes with the loaded sources: a component that calls them as hooks then starts again. */
export function keyOfSources(sources: readonly UseOptions[]): string {
  return sources.map((source) => Number(source !== UNAVAILABLE)).join("");
}

/** Searches all sources. They stay the same while the component that calls them is mounted. */
export function useFromSources(sources: readonly UseOptions[], sought: Sought): Findings {
  // biome-ignore lint/correctness/useHookAtTopLevel: the same sources are the same hooks in the same order
  const all = sources.map((useSource) => useSource(sought));
  return {
    groups: together(all.flatMap(({ groups }) => groups)),
    searching: all.some(({ searching }) => searching),
    failed: all.some(({ failed }) => failed),
  };
}

/** Joins groups of the same kind, with each option once. */
function together(groups: readonly OptionGroup[]): OptionGroup[] {
  const all = new Map<string, { title: string; options: Map<string, Option> }>();
  for (const { id, title, options } of groups) {
    const group = all.get(id) ?? { title, options: new Map<string, Option>() };
    for (const option of options) if (!group.options.has(option.id)) group.options.set(option.id, option);
    all.set(id, group);
  }
  return [...all].map(([id, { title, options }]) => ({ id, title, options: [...options.values()] }));
}
