import { describe, expect, it } from "vitest";
import { failureOf, isTransient, ProblemError, problemKey } from "./problem";

const answer = (status: number, headers: Record<string, string> = {}) =>
  new Response(null, { status, headers });

describe("a failed call", () => {
  it("keeps the code, the fields and the request number", () => {
    const error = new ProblemError(answer(422), {
      code: "input_invalid",
      request_id: "req-9",
      errors: [{ pointer: "/synopsis", code: "too_short", detail: "at least 5" }],
    });
    expect(error).toMatchObject({ status: 422, code: "input_invalid", requestId: "req-9" });
    expect(error.fields[0]?.pointer).toBe("/synopsis");
  });

  it("finds the request number and the wait in the headers when the body is no problem document", () => {
    const error = new ProblemError(answer(503, { "x-request-id": "req-7", "retry-after": "4" }), undefined);
    expect(error).toMatchObject({ requestId: "req-7", retryAfter: 4, code: "unexpected" });
  });

  it.each([
    [404, "missing", false],
    [403, "forbidden", false],
    [429, "busy", true],
    [503, "unavailable", true],
    [500, "failed", false],
    [400, "refused", false],
    [422, "refused", false],
  ])("%i is shown as %s", (status, failure, again) => {
    const error = new ProblemError(answer(status), undefined);
    expect(failureOf(error)).toBe(failure);
    expect(isTransient(error)).toBe(again);
  });

  it("never blames our side for what was not accepted", () => {
    expect(problemKey(new ProblemError(answer(422), { code: "input_invalid" }))).toBe("problem.refused");
    expect(problemKey(new ProblemError(answer(500), undefined))).toBe("problem.unexpected");
  });

  it("knows a lost connection from a refusal", () => {
    expect(failureOf(new TypeError("Failed to fetch"))).toBe("offline");
    expect(problemKey(new TypeError("Failed to fetch"))).toBe("problem.offline");
    expect(problemKey(new ProblemError(answer(412), { code: "stale" }))).toBe("problem.stale");
  });
});
