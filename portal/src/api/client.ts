/** The typed client of the HTTP contract. Paths, parameters and bodies come from openapi.json. */
import createClient from "openapi-fetch";
import { ProblemError } from "./problem";
import type { paths } from "./schema";
import { authorisedFetch, quietFetch } from "./session";

export const api = createClient<paths>({
  baseUrl: window.location.origin,
  fetch: authorisedFetch,
});

/** Client for background work: it fails quietly when the session is over instead of asking for the password. */
export const quietApi = createClient<paths>({
  baseUrl: window.location.origin,
  fetch: quietFetch,
});

export interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** Returns the body of a successful answer; throws any other as a `ProblemError`. */
export async function unwrap<T>(call: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await call;
  if (!response.ok) throw new ProblemError(response, (error ?? undefined) as undefined);
  return data as T;
}

/** Returns the `If-Match` header for a record's version. */
export function ifMatch(version: number): { "If-Match": string } {
  return { "If-Match": `"${version}"` };
}

/** Headers of a change: the version of the record that was seen, and the key under which the change counts once. */
export interface Seen {
  "If-Match": string;
  "Idempotency-Key": string;
}

/** Returns the headers of a change to a record as it was seen. */
export function seen(version: number, key: string): Seen {
  return { ...ifMatch(version), ...once(key).params.header };
}

/** Makes a key that makes a repeated creating call count once. */
export function newKey(): string {
  return crypto.randomUUID();
}

/** Returns the parameters of a call that creates something once under a key, however often it is sent. */
export function once(key: string) {
  return { params: { header: { "Idempotency-Key": key } } };
}
