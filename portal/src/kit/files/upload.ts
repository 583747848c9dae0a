/** Uploads one file: its checksum, a place for it, the bytes with progress, and the server's check. */
import { api, newKey, unwrap } from "@/api/client";
import { ProblemError } from "@/api/problem";

export interface UploadSteps {
  /** Called with the share of the bytes that were sent, from 0 to 1. */
  onProgress: (share: number) => void;
  onChecking: () => void;
  signal: AbortSignal;
}

/** The store refused the bytes or could not be reached. */
export class TransferError extends Error {
  override readonly name = "TransferError";
}

/** The SHA-256 of a file in lower-case hexadecimal. */
export async function checksum(file: Blob): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

interface Place {
  method: string;
  url: string;
  headers: Record<string, string>;
}

/** Sends the bytes by `XMLHttpRequest`, because `fetch` reports no progress of a body. */
function transfer(file: Blob, place: Place, steps: UploadSteps): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(place.method, place.url);
    for (const [name, value] of Object.entries(place.headers)) {
      // The browser sets these two headers itself and forbids setting them.
      if (!/^(content-length|host)$/i.test(name)) request.setRequestHeader(name, value);
    }
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) steps.onProgress(event.loaded / event.total);
    };
    request.onload = () =>
      // 412: the bytes have arrived before, and only the answer was lost. A link takes them once.
      (request.status >= 200 && request.status < 300) || request.status === 412
        ? resolve()
        : reject(new TransferError(`HTTP ${request.status}`));
    request.onerror = () => reject(new TransferError("unreachable"));
    request.onabort = () => reject(new DOMException("removed", "AbortError"));
    steps.signal.addEventListener("abort", () => request.abort(), { once: true });
    request.send(file);
  });
}

/** Whether an uploaded file still exists: it waits a day for a record that claims it. */
export async function stillThere(id: string, signal: AbortSignal): Promise<boolean> {
  try {
    const { state } = await unwrap(
      api.POST("/v1/uploads/{id}/complete", { params: { path: { id } }, signal }),
    );
    return state === "ready";
  } catch (error) {
    // Sending the form reports any other failure.
    if (error instanceof ProblemError) return error.status !== 404;
    throw error;
  }
}

/** Uploads a file; returns the ID under which a record may claim it. */
export async function upload(file: File, steps: UploadSteps): Promise<string> {
  const sha256 = await checksum(file);
  steps.signal.throwIfAborted();
  const place = await unwrap(
    api.POST("/v1/uploads", {
      params: { header: { "Idempotency-Key": newKey() } },
      body: { name: file.name, size: file.size, media_type: file.type || "application/octet-stream", sha256 },
      signal: steps.signal,
    }),
  );
  await transfer(file, place as unknown as Place, steps);
  steps.onChecking();
  await unwrap(
    api.POST("/v1/uploads/{id}/complete", { params: { path: { id: place.id } }, signal: steps.signal }),
  );
  return place.id;
}
