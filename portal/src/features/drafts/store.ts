/**
 * What somebody typed and has not sent. Kept on this device at once and on the server a little later, so that it
 * survives a lost session, a closed page and a change of device. Only what was typed is kept: no token, no answer.
 */
import { ok, quietApi } from "@/api/client";
import { draftPlace } from "@/api/device";
import { ProblemError } from "@/api/problem";
import type { components } from "@/api/schema";
import { quietFetchAs } from "@/api/session";

type Draft = components["schemas"]["DraftView"];

export interface Kept<T> {
  data: T;
  /** When it was typed, in milliseconds since 1970. */
  at: number;
}

export function keptHere<T>(person: string, form: string): Kept<T> | null {
  try {
    const kept = localStorage.getItem(draftPlace(person, form));
    return kept ? (JSON.parse(kept) as Kept<T>) : null;
  } catch {
    return null;
  }
}

/** False when this device refuses to keep anything. */
export function keepHere<T>(person: string, form: string, kept: Kept<T>): boolean {
  try {
    localStorage.setItem(draftPlace(person, form), JSON.stringify(kept));
    return true;
  } catch {
    return false;
  }
}

export function forgetHere(person: string, form: string): void {
  try {
    localStorage.removeItem(draftPlace(person, form));
  } catch {
    // Nothing was kept then either.
  }
}

/** Whether the server keeps drafts of this form; the others are kept on this device only. */
export function isKeptThere(form: string): boolean {
  return form === "ticket" || form.startsWith("reply-");
}

export async function keptThere<T>(person: string, form: string): Promise<Kept<T> | null> {
  try {
    const draft: Draft | null = await ok(
      quietApi.GET("/v1/drafts/{form}", { params: { path: { form } }, fetch: quietFetchAs(person) }),
    );
    if (!draft?.data || !draft.updated_at) return null;
    return { data: draft.data as T, at: Date.parse(draft.updated_at) };
  } catch (error) {
    if (error instanceof ProblemError && error.status === 404) return null;
    throw error;
  }
}

export async function keepThere(person: string, form: string, data: Record<string, unknown>): Promise<void> {
  await ok(
    quietApi.PUT("/v1/drafts/{form}", {
      params: { path: { form } },
      body: { data: data as Record<string, never> },
      fetch: quietFetchAs(person),
    }),
  );
}

export async function forgetThere(person: string, form: string): Promise<void> {
  await ok(quietApi.DELETE("/v1/drafts/{form}", { params: { path: { form } }, fetch: quietFetchAs(person) }));
}
