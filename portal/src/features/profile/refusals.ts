/** Reasons why a change to the way one signs in was refused, in words. */
import type { TFunction } from "i18next";
import { ProblemError } from "@/api/problem";

/** Returns the code of a refused field, or of the refusal itself. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof ProblemError ? (error.fields[0]?.code ?? error.code) : undefined;
}

/** Returns the time to wait after too many tries, in words. */
export function throttled(error: unknown, t: TFunction<"profile">): string | undefined {
  if (!(error instanceof ProblemError) || error.status !== 429 || !error.retryAfter) return undefined;
  return t("throttled", { count: Math.ceil(error.retryAfter / 60) });
}
