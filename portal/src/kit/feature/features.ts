/** The areas of the portal, for code that uses all of them and names none. */
import { useNavigate } from "@tanstack/react-router";
import { createContext, use, useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Action, Face } from "@/api/types";
import { useHome, useMay } from "@/context/home";
import { askingAs } from "@/context/places";
import { useSession } from "@/context/session";
import { type Entry, FEATURE_WORDS, type Feature, type Found, type Group, type WidgetPart } from "./feature";

export const FeaturesContext = createContext<readonly Feature[]>([]);

const useFeatures = () => use(FeaturesContext);

export const inOrder = (one: { order: number }, other: { order: number }) => one.order - other.order;

/** Entry of the navigation with its address. */
export interface Area extends Entry {
  to: string;
}

/**
 * Returns the areas open to a hat. Until its actions are known, those that every hat of its face has: all of an asking
 * face, the answers of staff.
 */
export function areasOf(
  features: readonly Feature[],
  face: Face,
  actions: readonly Action[] | undefined,
): Area[] {
  return features
    .flatMap(({ nav }) => nav)
    .filter(({ faces }) => !faces || faces.includes(face))
    .filter(({ needs, always }) => (actions ? actions.includes(needs) : always))
    .sort(inOrder)
    .map((entry) => ({ ...entry, to: `/${face}/${entry.path}` }));
}

/** Returns the areas open to the current hat. */
export function useAreas(): Area[] {
  const features = useFeatures();
  const { hat } = useSession();
  return areasOf(features, hat.kind, useHome().data?.actions);
}

const GROUPS: readonly Group[] = ["work", "support", "company"];

/** Groups the places among the areas under their headings. */
export function grouped(areas: readonly Area[]): [Group, Area[]][] {
  const places = areas.filter(({ act }) => !act);
  return GROUPS.map((group): [Group, Area[]] => [
    group,
    places.filter((area) => area.group === group),
  ]).filter(([, found]) => found.length > 0);
}

/** Texts of the areas in the shell and on the home page, in the words of the current face. */
export function useFeatureWords() {
  const { i18n } = useTranslation();
  const { kind } = useSession().hat;
  const context = kind === "staff" ? undefined : askingAs(kind);
  // The keys are the areas' own, so no type knows them all.
  const say = i18n.t as unknown as (key: string | string[], options: object) => string;
  const keyOf = (word: string) => `${FEATURE_WORDS}:${word}`;
  return {
    name: (word: string, values?: Record<string, string>) => say(keyOf(word), { ...values, context }),
    /** Short name, for narrow places. */
    short: (word: string) => say([keyOf(`${word}_short`), keyOf(word)], { context }),
  };
}

/** Returns the parts of a face's home page, in their default order. */
export function useWidgets(): WidgetPart[] {
  const { kind } = useSession().hat;
  const features = useFeatures();
  return useMemo(
    () =>
      features
        .flatMap(({ widgets }) => widgets)
        .filter(({ faces }) => !faces || faces.includes(kind))
        .sort(inOrder),
    [features, kind],
  );
}

/** Returns the sentence below the greeting that the hat may read, if any. */
export function useStanding() {
  const { data } = useHome();
  return useFeatures()
    .flatMap(({ standing }) => standing)
    .sort(inOrder)
    .find(({ needs }) => data?.actions.includes(needs));
}

/** Finds the places that typed words may lead to: only one if the words can mean nothing else. */
export function useFound() {
  const features = useFeatures();
  const may = useMay();
  const face = useSession().hat.kind;
  return (text: string): Found[] => {
    const all = features
      .flatMap(({ finds }) => finds)
      .sort(inOrder)
      .flatMap(({ find }) => find(text, { face, may }) ?? []);
    const sure = all.find(({ meant }) => meant === "surely");
    return sure ? [sure] : all;
  };
}

/** Goes to the place that typed words lead to. */
export function useSearchFor() {
  const navigate = useNavigate();
  const found = useFound();
  return (text: string) => {
    const place = found(text).find(({ meant }) => meant !== "perhaps");
    if (place) void navigate({ to: place.to, search: place.search as never });
  };
}
