/**
 * Drafts of unsent text, kept on this device at once and on the server a little later. They survive a lost session, a
 * closed page and a change of device. Only the text is kept: no token, no answer.
 */
import { quietApi, unwrap } from "@/api/client";
import { draftPlace } from "@/api/device";
import { ProblemError } from "@/api/problem";
import type { components } from "@/api/schema";
import { quietFetchAs, type Wearer } from "@/api/session";

type Draft = components["schemas"]["DraftView"];

export interface Kept<T> {
  data: T;
  /** Time of typing, in milliseconds since 1970. */
  at: number;
  /** Record that a draft kept on this device was begun from. */
  from?: From<T>;
}

/** Values of a record that a form was opened with, and the version of the record that they are of. */
export interface From<T> {
  version: number | undefined;
  start: T;
}

/** Form whose draft belongs to the hat that wrote it; the others are of a record, which each hat reaches or not. */
const OF_HAT = "ticket";

function place({ person, hat }: Wearer, form: string): string {
  return draftPlace(person, form === OF_HAT ? `${form}-${hat}` : form);
}

export function keptHere<T>(wearer: Wearer, form: string): Kept<T> | null {
  try {
    // The previous version kept the draft for all hats of a person.
    const kept =
      localStorage.getItem(place(wearer, form)) ?? localStorage.getItem(draftPlace(wearer.person, form));
    return kept ? (JSON.parse(kept) as Kept<T>) : null;
  } catch {
    return null;
  }
}

/** Keeps a draft on this device; false if the device refuses to keep anything. */
export function keepHere<T>(wearer: Wearer, form: string, kept: Kept<T>): boolean {
  try {
    localStorage.setItem(place(wearer, form), JSON.stringify(kept));
    if (form === OF_HAT) localStorage.removeItem(draftPlace(wearer.person, form));
    return true;
  } catch {
    return false;
  }
}

export function forgetHere(wearer: Wearer, form: string): void {
  try {
    localStorage.removeItem(place(wearer, form));
    localStorage.removeItem(draftPlace(wearer.person, form));
  } catch {
    // Nothing was kept then either.
  }
}

/** Whether the server keeps drafts of this form; the others are kept on this device only. */
export function isKeptThere(form: string): boolean {
  return form === "ticket" || form.startsWith("reply-");
}

export async function keptThere<T>(wearer: Wearer, form: string): Promise<Kept<T> | null> {
  try {
    const draft: Draft | null = await unwrap(
      quietApi.GET("/v1/drafts/{form}", { params: { path: { form } }, fetch: quietFetchAs(wearer) }),
    );
    if (!draft?.data || !draft.updated_at) return null;
    return { data: draft.data as T, at: Date.parse(draft.updated_at) };
  } catch (error) {
    if (error instanceof ProblemError && error.status === 404) return null;
    throw error;
  }
}

export async function keepThere(wearer: Wearer, form: string, data: Record<string, unknown>): Promise<void> {
  await unwrap(
    quietApi.PUT("/v1/drafts/{form}", {
      params: { path: { form } },
      body: { data: data as Record<string, never> },
      fetch: quietFetchAs(wearer),
    }),
  );
}

export async function forgetThere(wearer: Wearer, form: string): Promise<void> {
  await unwrap(
    quietApi.DELETE("/v1/drafts/{form}", { params: { path: { form } }, fetch: quietFetchAs(wearer) }),
  );
}
