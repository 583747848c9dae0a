import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ProblemError } from "@/api/problem";
import { type Asked, json, problem, serve } from "@/testing/server";
import { fileSize, sizeLimit } from "./size";
import { checksum, upload } from "./upload";
import { uploadError } from "./uploads";

class FakeTransfer {
  static last: FakeTransfer;
  static status = 200;
  static hangs = false;
  headers: Record<string, string> = {};
  upload: { onprogress?: (event: object) => void } = {};
  onload?: () => void;
  onerror?: () => void;
  onabort?: () => void;
  status = 0;
  method = "";
  url = "";
  body: unknown;
  constructor() {
    FakeTransfer.last = this;
  }
  open(method: string, url: string) {
    this.method = method;
    this.url = url;
  }
  setRequestHeader(name: string, value: string) {
    this.headers[name] = value;
  }
  abort() {
    this.onabort?.();
  }
  send(body: unknown) {
    this.body = body;
    this.upload.onprogress?.({ lengthComputable: true, loaded: 1, total: 2 });
    if (FakeTransfer.hangs) return;
    this.status = FakeTransfer.status;
    if (this.status === 0) this.onerror?.();
    else this.onload?.();
  }
}

const file = new File(["hello"], "hello.txt", { type: "text/plain" });
const HELLO = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
const place = {
  id: "u1",
  method: "PUT",
  url: "http://127.0.0.1:9/u1",
  headers: { "content-type": "text/plain", "x-amz-checksum-sha256": "abc", "content-length": "5" },
  expires_at: "",
};
const steps = () => ({ onProgress: vi.fn(), onChecking: vi.fn(), signal: new AbortController().signal });
let asked: Asked[];

beforeEach(() => {
  FakeTransfer.status = 200;
  FakeTransfer.hangs = false;
  vi.stubGlobal("XMLHttpRequest", FakeTransfer);
  asked = serve({
    "POST /v1/uploads": () => json(201, place),
    "POST /v1/uploads/u1/complete": () => json(200, { id: "u1", state: "ready" }),
  });
});

afterEach(() => vi.unstubAllGlobals());

describe("bringing a file to the server", () => {
  it("announces it with its checksum, sends exactly the given headers, has it checked", async () => {
    const told = steps();
    expect(await upload(file, told)).toBe("u1");
    expect(asked.map((one) => `${one.method} ${one.path}`)).toEqual([
      "POST /v1/uploads",
      "POST /v1/uploads/u1/complete",
    ]);
    expect(asked[0]?.body).toEqual({ name: "hello.txt", size: 5, media_type: "text/plain", sha256: HELLO });
    expect(asked[0]?.headers.get("idempotency-key")).toMatch(/^[0-9a-f-]{36}$/);
    expect(FakeTransfer.last).toMatchObject({ method: "PUT", url: place.url, body: file });
    expect(FakeTransfer.last.headers).toEqual({
      "content-type": "text/plain",
      "x-amz-checksum-sha256": "abc",
    });
    expect(told.onProgress).toHaveBeenCalledWith(0.5);
    expect(told.onChecking).toHaveBeenCalledOnce();
  });

  it("does not ask for the check when the bytes did not arrive", async () => {
    FakeTransfer.status = 403;
    await expect(upload(file, steps())).rejects.toMatchObject({ name: "TransferError" });
    FakeTransfer.status = 0;
    await expect(upload(file, steps())).rejects.toMatchObject({ name: "TransferError" });
    expect(asked.some((one) => one.path.endsWith("/complete"))).toBe(false);
  });

  it("has the bytes checked that had arrived before", async () => {
    FakeTransfer.status = 412;
    expect(await upload(file, steps())).toBe("u1");
    expect(asked.at(-1)?.path).toBe("/v1/uploads/u1/complete");
  });

  it("stops when the file is taken back", async () => {
    FakeTransfer.hangs = true;
    const stop = new AbortController();
    const going = upload(file, { ...steps(), signal: stop.signal }).catch((error: unknown) => error);
    await vi.waitFor(() => expect(FakeTransfer.last?.body).toBe(file));
    stop.abort();
    expect(await going).toMatchObject({ name: "AbortError" });
  });

  it("says what the server refused", async () => {
    serve({ "POST /v1/uploads": () => problem(422, "file_type_refused") });
    const error = await upload(file, steps()).catch((failure: unknown) => failure);
    expect(error).toBeInstanceOf(ProblemError);
    expect(uploadError(error)).toEqual({ error: "refused", again: false });
  });
});

describe("the words for a failed file", () => {
  const refusal = (code: string, field?: string) =>
    new ProblemError(new Response(null, { status: 422 }), {
      code,
      ...(field ? { errors: [{ pointer: "/media_type", code: field, detail: "" }] } : {}),
    });

  it.each([
    [refusal("file_too_large"), "tooLarge", false],
    [refusal("input_invalid", "file_type_refused"), "refused", false],
    [refusal("type_mismatch"), "mismatch", false],
    [refusal("checksum_mismatch"), "damaged", true],
    [new TypeError("offline"), "broken", true],
  ])("%s", (error, words, again) => expect(uploadError(error)).toEqual({ error: words, again }));
});

describe("sizes and checksums", () => {
  it("are told in words", () => {
    expect([5, 999, 1_000, 482_113, 25_000_000].map(fileSize)).toEqual([
      "5 B",
      "999 B",
      "1.0 kB",
      "482 kB",
      "25 MB",
    ]);
  });

  it("promise no more than is taken, where they are limits", () => {
    expect([26_214_400, 26_000_000, 1_048_576, 999].map(sizeLimit)).toEqual([
      "25 MB",
      "24 MB",
      "1 MB",
      "999 B",
    ]);
  });

  it("are those of the bytes", async () => {
    expect(await checksum(new Blob(["hello"]))).toBe(HELLO);
  });
});
