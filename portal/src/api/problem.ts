/** Meaning of a failed call, in one shape: a problem that the server named, or no answer at all. */
import type { components } from "./schema";

type Problem = components["schemas"]["Problem"];

export interface FieldProblem {
  pointer: string;
  code: string;
  detail: string;
}

/** The server answered with a problem. */
export class ProblemError extends Error {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly requestId: string | null;
  readonly fields: FieldProblem[];
  /** Seconds to wait, when the server said so. */
  readonly retryAfter: number | null;

  constructor(response: Response, body: Partial<Problem> | undefined) {
    super(body?.title ?? `HTTP ${response.status}`);
    this.name = "ProblemError";
    this.status = response.status;
    this.code = body?.code ?? "unexpected";
    this.detail = body?.detail ?? "";
    this.requestId = body?.request_id ?? response.headers.get("x-request-id");
    this.fields = body?.errors ?? [];
    const wait = Number(response.headers.get("retry-after"));
    this.retryAfter = Number.isFinite(wait) && wait > 0 ? wait : null;
  }
}

/** The session ended and the person chose not to sign in again. */
export class SignedOutError extends Error {
  override readonly name = "SignedOutError";
}

export type Failure = "offline" | "missing" | "forbidden" | "busy" | "unavailable" | "refused" | "failed";

/** Returns the designed state that shows a failure. */
export function failureOf(error: unknown): Failure {
  if (error instanceof ProblemError) {
    if (error.status === 404) return "missing";
    if (error.status === 403) return "forbidden";
    if (error.status === 429) return "busy";
    if (error.status === 503) return "unavailable";
    if (error.status === 400 || error.status === 422) return "refused";
    return "failed";
  }
  return error instanceof TypeError ? "offline" : "failed";
}

/** Whether trying the same again may help by itself. */
export function isTransient(error: unknown): boolean {
  const failure = failureOf(error);
  return failure === "offline" || failure === "busy" || failure === "unavailable";
}

/** Whether the same call, or another change of the same record, is still under way: the record may be as it was. */
export function isStillRunning(error: unknown): boolean {
  return error instanceof ProblemError && error.code === "still_running";
}

const WORDS = new Set(["stale", "still_running", "unavailable", "read_only"]);

/** Returns the key of the sentence that explains a failed act. */
export function problemKey(error: unknown) {
  if (error instanceof ProblemError) {
    if (WORDS.has(error.code)) return `problem.${error.code as "stale"}` as const;
    if (error.status === 429) return "problem.busy" as const;
    if (error.status === 503) return "problem.unavailable" as const;
    if (error.status === 400 || error.status === 422) return "problem.refused" as const;
    return "problem.unexpected" as const;
  }
  return error instanceof TypeError ? ("problem.offline" as const) : ("problem.unexpected" as const);
}

export function requestIdOf(error: unknown): string | null {
  return error instanceof ProblemError ? error.requestId : null;
}
