/** Parts of an area of the portal: its pages, and its entries in the shell and on the home page. */
import type { Icon } from "@tabler/icons-react";
import type { ComponentType, ReactNode } from "react";
import type { Action, Face, Home } from "@/api/types";
import type { UnderAsking } from "@/context/faces";
import { addAnyTexts } from "@/i18n";
import type { common } from "@/i18n/common/en";
import type { Translation } from "@/i18n/translation";

/** Heading above an entry in the side bar. */
export type Group = keyof typeof common.group;

interface OfFace {
  /** Faces that have the part; every face if left out. */
  faces?: readonly Face[];
  /** Action that the hat must be allowed to do. */
  needs: Action;
  /** Position among parts of the same kind, the lowest first. */
  order: number;
}

/** An entry of the navigation, and of the search panel. */
export interface Entry extends OfFace {
  /** Name of the entry among the words of the area. */
  key: string;
  /** Address of the entry below that of the face. */
  path: string;
  icon: Icon;
  group: Group;
  /** Whether every hat of the face may go there, so that the entry is shown before the server has answered. */
  always?: boolean;
  /** Whether the entry is an act, not a place, such as asking for something: it is the filled button of the bar. */
  act?: boolean;
  /** Counts what waits there for the person. */
  useBadge?: () => number;
  /** Replaces the entry in the side bar by several, for hats that may do the action. */
  instead?: { needs: Action; body: ComponentType<{ classes: Record<string, string | undefined> }> };
}

/** Width of a part of the home page: the whole page, two thirds of it, or one third. */
export type Size = "full" | "wide" | "narrow";

export interface About {
  home: Home;
  face: Face;
  /** Whether the part is the first of the page. */
  first: boolean;
}

/** Properties of the frame of a part of the home page. */
export interface Frame {
  /** ID of the part; absent if it cannot be arranged. */
  id?: string;
  title: string;
  size: Size;
  bare: boolean;
}

export interface WidgetProps {
  home: Home;
  frame: Frame;
  first: boolean;
}

/** A part of the home page. */
export interface WidgetPart extends OfFace {
  /** Name of the part in the layout that the server keeps, and among the words of the area. */
  id: string;
  size: Size | ((about: About) => Size);
  body: ComponentType<WidgetProps>;
  /** Returns another name among the words of the area, if the name depends on the current person. */
  word?: (about: About) => string;
  /** Content before all parts: things to do at once. */
  ahead?: ComponentType<{ home: Home }>;
  /** Whether the part is a search: at the head of the page it needs no heading, and nothing comes before it. */
  search?: boolean;
  /** Whether the part cannot be arranged; it follows the parts that can. */
  fixed?: boolean;
}

/** Sentence below the greeting about what waits. */
export interface Standing extends Omit<OfFace, "faces"> {
  body: ComponentType<{ home: Home }>;
}

/** Place that typed words lead to. */
export interface Found {
  to: string;
  search: object;
  icon: Icon;
  /** Name of the place among the words of the area, and the values for these words. */
  word: string;
  values: Record<string, string>;
  /** Detail after the name in the search panel. */
  detail?: ComponentType<{ values: Record<string, string> }>;
  /** Certainty that the words mean the place: "otherwise" applies only if they mean nothing else. */
  meant: "surely" | "perhaps" | "otherwise";
}

type May = (action: Action) => boolean;

export interface Find {
  order: number;
  find: (text: string, who: { face: Face; may: May }) => Found | null;
}

/** Words typed in the search panel. */
export interface Sought {
  text: string;
  /** The text in lower case. */
  typed: string;
}

/** Address in the portal. */
export interface Leads {
  to: string;
  params?: Record<string, string>;
  search?: object;
}

/** Option of the search panel. */
export interface Option {
  id: string;
  label: string;
  /** The label with the matches marked. */
  marked?: ReactNode;
  icon: Icon;
  /** Detail that tells it from options with the same label. */
  detail?: ReactNode;
  leads: Leads;
}

/** Options of one kind. Those of several areas with the same kind are shown together. */
export interface OptionGroup {
  id: string;
  title: string;
  options: readonly Option[];
}

/** Options that a source found for the words, and the state of its search. */
export interface Findings {
  groups: readonly OptionGroup[];
  /** Whether the search goes on. */
  searching: boolean;
  /** Whether part of the search failed. */
  failed: boolean;
}

/** Source of options for the search panel, loaded when the panel first opens. */
export interface Source extends Pick<OfFace, "faces" | "order"> {
  /** Loads a hook that searches. Before a word is typed, its first options are the most likely ones. */
  load: () => Promise<UseOptions>;
}

export type UseOptions = (sought: Sought) => Findings;

/** Not `AnyRoute`: it would lose the types of search parameters. */
type Routes = readonly unknown[];

export interface Feature<Asking extends Routes = Routes, Staff extends Routes = Routes> {
  /** Pages of the faces whose people ask for something. */
  asking: (under: UnderAsking) => Asking;
  /** Pages of staff. */
  staff: Staff;
  nav: readonly Entry[];
  widgets: readonly WidgetPart[];
  standing: readonly Standing[];
  finds: readonly Find[];
  sources: readonly Source[];
}

export const FEATURE_WORDS = "feature";

/** Words of an area by their names: a name with `_request` is for partners and employees. */
type Names = Readonly<Record<string, string>>;

interface NameFiles<English extends Names> {
  en: () => Promise<{ names: English }>;
  es: () => Promise<{ names: Translation<English> }>;
}

/** Adds the words of an area that are needed before it is loaded. */
export function addNames<English extends Names>({ en, es }: NameFiles<English>): Promise<void> {
  return addAnyTexts(FEATURE_WORDS, {
    en: async () => (await en()).names,
    es: async () => (await es()).names,
  });
}

/** Defines an area. Parts that are left out are empty. */
export function feature<const Asking extends Routes = readonly [], const Staff extends Routes = readonly []>(
  own: Partial<Feature<Asking, Staff>>,
): Feature<Asking, Staff> {
  return {
    asking: () => [] as unknown as Asking,
    staff: [] as unknown as Staff,
    nav: [],
    widgets: [],
    standing: [],
    finds: [],
    sources: [],
    ...own,
  };
}
