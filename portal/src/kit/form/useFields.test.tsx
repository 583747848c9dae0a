import { act, renderHook, waitFor } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { ProblemError, SignedOutError } from "@/api/problem";
import { chosen, text } from "./rules";
import { type FieldsOptions, useFields } from "./useFields";

const start = { synopsis: "", version_id: "", files: [] as string[] };
type Values = typeof start;
const LIMIT = { least: 5, most: 10 };

function refused(...errors: { pointer: string; code: string; detail: string }[]) {
  const body = { type: "about:blank", title: "", status: 422, code: "input_invalid", detail: "", errors };
  return new ProblemError(new Response(null, { status: 422 }), body as never);
}

function open(send: (values: Values) => Promise<unknown>, more: Partial<FieldsOptions<Values>> = {}) {
  const options = { start, pointers: { upload_ids: "files" } as const, ...more, send };
  return renderHook(() => useFields<Values>(options)).result;
}

describe("the server's objections", () => {
  it("go to their fields, in the portal's own words where it has some", async () => {
    const form = open(() =>
      Promise.reject(
        refused(
          { pointer: "/version_id", code: "not_in_support", detail: "a" },
          { pointer: "/upload_ids/2", code: "no_words_for_this", detail: "b" },
          { pointer: "/custom_fields/color", code: "unknown_field", detail: "c" },
        ),
      ),
    );
    await act(() => form.current.submit());
    expect(form.current.errors).toEqual({ version_id: "Support for this has ended.", files: "b" });
    expect(form.current.failure?.text).toBe("2 things need your attention.");
    act(() => form.current.set({ version_id: "3.0" }));
    expect(form.current.errors).toEqual({ files: "b" });
    expect(form.current.failure?.text).toBe("One thing needs your attention.");
  });

  it("go to a field below another by its whole name", async () => {
    const form = open(
      () => Promise.reject(refused({ pointer: "/custom_fields/color", code: "required", detail: "c" })),
      { pointers: { "custom_fields/color": "synopsis" } },
    );
    await act(() => form.current.submit());
    expect(form.current.errors).toEqual({ synopsis: "Please fill this in." });
  });

  it("go to the field of the longest beginning that is declared", async () => {
    const form = open(
      () =>
        Promise.reject(
          refused(
            { pointer: "/hats/0/role", code: "required", detail: "a" },
            { pointer: "/hats/0/queue_ids/2", code: "required", detail: "b" },
          ),
        ),
      { pointers: { hats: "synopsis", "hats/0/role": "version_id" } },
    );
    await act(() => form.current.submit());
    expect(form.current.errors).toEqual({
      version_id: "Please fill this in.",
      synopsis: "Please fill this in.",
    });
  });

  it("that are about no field are told as they are", async () => {
    const form = open(() =>
      Promise.reject(refused({ pointer: "/custom_fields/color", code: "unknown_field", detail: "c" })),
    );
    await act(() => form.current.submit());
    expect(form.current.errors).toEqual({});
    expect(form.current.failure?.text).toBe("c");
  });

  it("are not told when the person has left", async () => {
    const form = open(() => Promise.reject(new SignedOutError()));
    await act(() => form.current.submit());
    expect(form.current.failure).toBeNull();
  });
});

describe("a field", () => {
  const rules = { synopsis: text(LIMIT), version_id: chosen("Choose.") };

  it("is judged when it is left, unless it was passed through, and forgiven once it is right", () => {
    const form = open(() => Promise.resolve(), { rules });
    act(() => form.current.leave("synopsis"));
    expect(form.current.errors).toEqual({});
    act(() => form.current.set({ synopsis: "abc" }));
    expect(form.current.errors).toEqual({});
    act(() => form.current.leave("synopsis"));
    expect(form.current.errors).toEqual({ synopsis: "Please use at least 5 characters." });
    act(() => form.current.set({ synopsis: "abcdefghijkl" }));
    expect(form.current.errors).toEqual({ synopsis: "Please stay within 10 characters." });
    act(() => form.current.set({ synopsis: "abcdef" }));
    expect(form.current.errors).toEqual({});
  });

  it("is forgiven as well when another takes the reason away", async () => {
    const needs = {
      version_id: (version: string, { synopsis }: Values) => (synopsis || version ? null : "Choose."),
    };
    const form = open(() => Promise.resolve(), { rules: needs });
    await act(() => form.current.submit());
    expect(form.current.errors).toEqual({ version_id: "Choose." });
    act(() => form.current.set({ synopsis: "a question" }));
    expect(form.current.errors).toEqual({});
  });
});

describe("sending", () => {
  it("happens once, however often it is asked for meanwhile, and not with mistakes", async () => {
    let sent = 0;
    let arrive: () => void = () => undefined;
    const send = () => {
      sent += 1;
      return new Promise<void>((done) => {
        arrive = done;
      });
    };
    const form = open(send, { rules: { synopsis: text(LIMIT) } });
    await act(() => form.current.submit());
    expect(sent).toBe(0);
    act(() => form.current.set({ synopsis: "abcdef" }));
    act(() => {
      void form.current.submit();
      void form.current.submit();
    });
    expect(form.current.busy).toBe(true);
    await act(async () => arrive());
    await waitFor(() => expect(form.current.busy).toBe(false));
    expect(sent).toBe(1);
  });
});
