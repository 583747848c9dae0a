/** The settings of the portal: published sections, drafts, former states and findings. */
import { useQuery } from "@tanstack/react-query";
import { type Answer, api, unwrap } from "@/api/client";
import type { SettingsDraft, SettingsSection } from "@/api/types";
import { renewBranding } from "@/context/branding";
import { collect } from "@/kit/list/collect";
import type { Asked } from "@/kit/list/useListing";
import type { Send } from "@/kit/record/useAct";
import { type Documents, EMPTY, type SectionName } from "./documents";

const ONE = "/v1/settings/{section}";
const SETTINGS = ["settings"] as const;

export const healthKey = [...SETTINGS, "health"] as const;
export const trialKey = [...SETTINGS, "trial"] as const;
export const sectionKey = (name: SectionName) => [...SETTINGS, "published", name] as const;
export const draftKey = (name: SectionName) => [...SETTINGS, "draft", name] as const;
export const historyKey = (name: SectionName) => [...SETTINGS, "history", name] as const;

export function useHealth() {
  return useQuery({ queryKey: healthKey, queryFn: () => unwrap(api.GET("/v1/settings/health")) });
}

export function useSection(section: SectionName) {
  return useQuery({
    queryKey: sectionKey(section),
    queryFn: () => unwrap(api.GET(ONE, { params: { path: { section } } })),
  });
}

export function useDraftOf(section: SectionName) {
  return useQuery({
    queryKey: draftKey(section),
    queryFn: () => unwrap(api.GET(`${ONE}/draft`, { params: { path: { section } } })),
  });
}

/** The newest former states; each can be as large as the section. */
export function useFormer(section: SectionName) {
  return useQuery({
    queryKey: historyKey(section),
    queryFn: () => unwrap(api.GET(`${ONE}/history`, { params: { path: { section }, query: { limit: 10 } } })),
  });
}

/** The latest tickets, routed by the rules of the draft. */
export function useTrial(enabled: boolean) {
  return useQuery({
    enabled,
    queryKey: trialKey,
    queryFn: () => unwrap(api.GET("/v1/settings/tickets/trial")),
  });
}

/** One of the company's own people, as far as queues are concerned. */
export interface StaffPerson {
  id: string;
  name: string;
  /** Whether they can work on every queue. */
  everywhere: boolean;
  /** IDs of the queues of their hats. */
  queues: string[];
}

/** People who are asked for at once. */
const AT_ONCE = 5;

/** Fetches the queues of people's hats, which only the page of each person tells. */
async function queuesOf(ids: readonly string[], signal: AbortSignal): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    signal.throwIfAborted();
    const asked = ids.slice(at, at + AT_ONCE).map(async (id) => {
      const { hats } = await unwrap(api.GET("/v1/people/{id}", { params: { path: { id } } }));
      found.set(
        id,
        hats.flatMap(({ queue_ids }) => queue_ids),
      );
    });
    await Promise.all(asked);
  }
  return found;
}

/**
 * Everybody of the company's staff who has not been disabled: a form that offered only some would hide the rest. Their
 * queues are fetched only `withQueues`.
 */
export function useStaff(withQueues: boolean) {
  return useQuery({
    queryKey: ["people", "staff", { withQueues }],
    queryFn: async ({ signal }): Promise<StaffPerson[]> => {
      const ask = (page: Asked) =>
        unwrap(api.GET("/v1/people", { params: { query: { kind: "staff", ...page } } }));
      const { rows } = await collect(ask, { signal, onCount: () => undefined });
      const people = rows
        .filter(({ status }) => status !== "disabled")
        .map(({ id, name, hats }) => ({ id, name, roles: hats.map(({ role }) => role) }));
      const agents = people.filter(({ roles }) => roles.includes("agent")).map(({ id }) => id);
      const queues = await queuesOf(withQueues ? agents : [], signal);
      return people.map(({ id, name, roles }) => ({
        id,
        name,
        everywhere: roles.includes("administrator"),
        queues: queues.get(id) ?? [],
      }));
    },
    staleTime: 60_000,
  });
}

/** The document of a draft or, without one, the published document. */
export function documentOf<Name extends SectionName>(
  name: Name,
  published: SettingsSection,
  draft: SettingsDraft,
): Documents[Name] {
  return (draft.document ?? published.document ?? EMPTY[name] ?? {}) as unknown as Documents[Name];
}

/** Saves a draft that was made from a version of the published section. */
export function saveDraft(section: SectionName, document: object, based_on: number): Send {
  return (header) =>
    api.PUT(`${ONE}/draft`, {
      params: { path: { section }, header },
      body: { document: document as Record<string, never>, based_on },
    });
}

export function discardDraft(section: SectionName): Send {
  return (header) => api.DELETE(`${ONE}/draft`, { params: { path: { section }, header } });
}

/** Fetches the branding again once the portal has changed. */
async function renewed<T>(asked: Promise<Answer<T>>): Promise<Answer<T>> {
  const answer = await asked;
  if (answer.response.ok) renewBranding();
  return answer;
}

/** Publishes a draft, at once or at a moment. */
export function publishDraft(section: SectionName, at?: string): Send {
  return (header) =>
    renewed(api.POST(`${ONE}/publish`, { params: { path: { section }, header }, body: at ? { at } : {} }));
}

/** Returns to a former state: that of a version. */
export function returnTo(section: SectionName, version: number): Send {
  return (header) =>
    renewed(api.POST(`${ONE}/undo`, { params: { path: { section }, header }, body: { version } }));
}
