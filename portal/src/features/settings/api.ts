/** The settings of the portal: published sections, drafts, former states and findings. */
import { useQuery } from "@tanstack/react-query";
import { type Answer, api, unwrap } from "@/api/client";
import type { SettingsDraft, SettingsSection } from "@/api/types";
import { renewBranding } from "@/context/branding";
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
