/** The files being added to one form: each with its state, its progress, and a way to try again or take it back. */
import { useCallback, useEffect, useRef, useState } from "react";
import { ProblemError } from "@/api/problem";
import type { files as texts } from "./texts";
import { LARGEST, upload } from "./upload";

export type UploadError = keyof Pick<typeof texts, "tooLarge" | "empty" | "refused" | "damaged" | "broken">;

export interface Slot {
  key: number;
  file: File;
  phase: "reading" | "sending" | "checking" | "ready" | "failed";
  share: number;
  id: string | null;
  error: UploadError | null;
  /** Whether trying the same file again can help. */
  again: boolean;
}

/** What went wrong with a file, in the words of the form. */
export function uploadError(error: unknown): { error: UploadError; again: boolean } {
  if (error instanceof ProblemError) {
    const codes = [error.code, ...error.fields.map((field) => field.code)];
    if (codes.includes("file_too_large")) return { error: "tooLarge", again: false };
    if (codes.includes("file_type_refused") || codes.includes("type_mismatch"))
      return { error: "refused", again: false };
    if (codes.includes("checksum_mismatch") || codes.includes("size_mismatch"))
      return { error: "damaged", again: true };
  }
  return { error: "broken", again: true };
}

export interface Uploads {
  slots: Slot[];
  full: boolean;
  busy: boolean;
  failed: boolean;
  /** How many of the chosen files found no place, the last time some were chosen. */
  leftOut: number;
  add: (files: Iterable<File>) => void;
  remove: (key: number) => void;
  retry: (key: number) => void;
  clear: () => void;
  ids: string[];
}

export function useUploads(most: number): Uploads {
  const [slots, setSlots] = useState<Slot[]>([]);
  const [leftOut, setLeftOut] = useState(0);
  const stops = useRef(new Map<number, AbortController>());
  const next = useRef(0);

  useEffect(() => {
    const running = stops.current;
    return () => {
      for (const stop of running.values()) stop.abort();
    };
  }, []);

  const change = useCallback((key: number, part: Partial<Slot>) => {
    setSlots((all) => all.map((slot) => (slot.key === key ? { ...slot, ...part } : slot)));
  }, []);

  const run = useCallback(
    async (key: number, file: File) => {
      const stop = new AbortController();
      stops.current.set(key, stop);
      try {
        const id = await upload(file, {
          signal: stop.signal,
          onProgress: (share) => change(key, { phase: "sending", share }),
          onChecking: () => change(key, { phase: "checking", share: 1 }),
        });
        change(key, { phase: "ready", id, share: 1 });
      } catch (error) {
        if (!stop.signal.aborted) change(key, { phase: "failed", ...uploadError(error) });
      } finally {
        stops.current.delete(key);
      }
    },
    [change],
  );

  function add(files: Iterable<File>) {
    const chosen = [...files];
    const room = Math.max(0, most - slots.length);
    setLeftOut(Math.max(0, chosen.length - room));
    const added = chosen.slice(0, room).map((file): Slot => {
      next.current += 1;
      const error = file.size > LARGEST ? "tooLarge" : file.size === 0 ? "empty" : null;
      return {
        key: next.current,
        file,
        phase: error ? "failed" : "reading",
        share: 0,
        id: null,
        error,
        again: false,
      };
    });
    setSlots((all) => [...all, ...added]);
    for (const slot of added) if (slot.phase === "reading") void run(slot.key, slot.file);
  }

  function remove(key: number) {
    stops.current.get(key)?.abort();
    setLeftOut(0);
    setSlots((all) => all.filter((slot) => slot.key !== key));
  }

  function retry(key: number) {
    const slot = slots.find((one) => one.key === key);
    if (!slot) return;
    change(key, { phase: "reading", share: 0, error: null });
    void run(key, slot.file);
  }

  return {
    slots,
    leftOut,
    add,
    remove,
    retry,
    full: slots.length >= most,
    busy: slots.some((slot) => slot.phase !== "ready" && slot.phase !== "failed"),
    failed: slots.some((slot) => slot.phase === "failed"),
    clear: () => {
      for (const slot of slots) stops.current.get(slot.key)?.abort();
      setSlots([]);
    },
    ids: slots.flatMap((slot) => (slot.id ? [slot.id] : [])),
  };
}
