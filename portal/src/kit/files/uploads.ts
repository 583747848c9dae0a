/** Files being added to one form: each with its state, its progress, and ways to retry or remove it. */
import { useCallback, useEffect, useRef, useState } from "react";
import { ProblemError } from "@/api/problem";
import { type FilesOf, objection, useAllowedFiles, useMostFiles } from "./allowed";
import type { files as texts } from "./texts/en";
import { stillThere, upload } from "./upload";

export type UploadError = keyof Pick<
  typeof texts,
  "tooLarge" | "empty" | "refused" | "mismatch" | "damaged" | "broken" | "gone"
>;

/** Uploaded file, as a draft keeps it. */
export interface KeptFile {
  id: string;
  name: string;
  size: number;
}

export interface Slot {
  key: number;
  name: string;
  size: number;
  /** The bytes; null for a file that was uploaded before a reload. */
  file: File | null;
  phase: "reading" | "sending" | "checking" | "ready" | "failed";
  share: number;
  id: string | null;
  error: UploadError | null;
  /** Whether trying the same file again can help. */
  again: boolean;
}

/** Returns the form's word for a failed upload, and whether trying again can help. */
export function uploadError(error: unknown): { error: UploadError; again: boolean } {
  if (error instanceof ProblemError) {
    const codes = [error.code, ...error.fields.map((field) => field.code)];
    if (codes.includes("file_too_large")) return { error: "tooLarge", again: false };
    if (codes.includes("file_type_refused")) return { error: "refused", again: false };
    if (codes.includes("type_mismatch")) return { error: "mismatch", again: false };
    if (codes.includes("checksum_mismatch") || codes.includes("size_mismatch"))
      return { error: "damaged", again: true };
  }
  return { error: "broken", again: true };
}

export interface Uploads {
  slots: Slot[];
  /** Largest number of files; undefined until the server has answered. */
  most: number | undefined;
  full: boolean;
  busy: boolean;
  failed: boolean;
  /** Number of files left out of the last choice, for lack of room. */
  leftOut: number;
  add: (files: Iterable<File>) => void;
  remove: (key: number) => void;
  retry: (key: number) => void;
  clear: () => void;
  ids: string[];
}

/** Whether a file counts towards the limit: a file that can never be accepted is only shown. */
const takesPlace = (slot: Slot) => slot.phase !== "failed" || slot.again;

function sameFiles(one: KeptFile[], other: KeptFile[]): boolean {
  return one.map(({ id }) => id).join() === other.map(({ id }) => id).join();
}

/** `kept` are the files of the form's draft; `keep` writes them there. */
export function useUploads(of: FilesOf, kept: KeptFile[], keep: (files: KeptFile[]) => void): Uploads {
  const allowed = useAllowedFiles();
  const most = useMostFiles(of);
  const [slots, setSlots] = useState<Slot[]>([]);
  const [leftOut, setLeftOut] = useState(0);
  const stops = useRef(new Map<number, AbortController>());
  const next = useRef(0);
  const draft = useRef({ kept, keep, known: new Set<string>() });
  draft.current.kept = kept;
  draft.current.keep = keep;

  useEffect(() => {
    const running = stops.current;
    return () => {
      for (const stop of running.values()) stop.abort();
    };
  }, []);

  const change = useCallback((key: number, part: Partial<Slot>) => {
    setSlots((all) => all.map((slot) => (slot.key === key ? { ...slot, ...part } : slot)));
  }, []);

  const run = useCallback(async (key: number, act: (signal: AbortSignal) => Promise<void>) => {
    const stop = new AbortController();
    stops.current.set(key, stop);
    try {
      await act(stop.signal);
    } finally {
      stops.current.delete(key);
    }
  }, []);

  const send = useCallback(
    (key: number, file: File) =>
      run(key, async (signal) => {
        try {
          const id = await upload(file, {
            signal,
            onProgress: (share) => change(key, { phase: "sending", share }),
            onChecking: () => change(key, { phase: "checking", share: 1 }),
          });
          draft.current.known.add(id);
          change(key, { phase: "ready", id, share: 1 });
        } catch (error) {
          if (!signal.aborted) change(key, { phase: "failed", ...uploadError(error) });
        }
      }),
    [change, run],
  );

  const ask = useCallback(
    (key: number, id: string) =>
      run(key, async (signal) => {
        const there = await stillThere(id, signal).catch(() => true);
        if (signal.aborted) return;
        change(key, there ? { phase: "ready", share: 1 } : { phase: "failed", id: null, error: "gone" });
      }),
    [change, run],
  );

  // Files of the draft, from this device or later from the server, are shown again.
  useEffect(() => {
    const found = kept.filter(({ id }) => !draft.current.known.has(id));
    if (found.length === 0) return;
    const added = found.map((file): Slot => {
      draft.current.known.add(file.id);
      next.current += 1;
      const base = { file: null, share: 1, error: null, again: false };
      return { key: next.current, ...file, ...base, phase: "checking" };
    });
    setSlots((all) => [...all, ...added]);
    for (const slot of added) if (slot.id) void ask(slot.key, slot.id);
  }, [kept, ask]);

  // Files that were uploaded here go into the draft.
  const arrived = useRef(false);
  useEffect(() => {
    if (slots.length === 0 && !arrived.current) return;
    arrived.current = true;
    const files = slots.flatMap(({ id, name, size }) => (id ? [{ id, name, size }] : []));
    if (!sameFiles(files, draft.current.kept)) draft.current.keep(files);
  }, [slots]);

  function add(files: Iterable<File>) {
    const chosen = [...files];
    // Files that were refused before have been reported, and give up their place.
    const standing = slots.filter(takesPlace);
    let room = (most ?? Number.POSITIVE_INFINITY) - standing.length;
    let left = 0;
    const added: Slot[] = [];
    for (const file of chosen) {
      const error = objection(file, allowed);
      if (!error && room <= 0) {
        left += 1;
        continue;
      }
      if (!error) room -= 1;
      next.current += 1;
      added.push({
        key: next.current,
        name: file.name,
        size: file.size,
        file,
        phase: error ? "failed" : "reading",
        share: 0,
        id: null,
        error,
        again: false,
      });
    }
    setLeftOut(left);
    setSlots([...standing, ...added]);
    for (const slot of added) if (slot.phase === "reading" && slot.file) void send(slot.key, slot.file);
  }

  function remove(key: number) {
    stops.current.get(key)?.abort();
    setLeftOut(0);
    setSlots((all) => all.filter((slot) => slot.key !== key));
  }

  function retry(key: number) {
    const file = slots.find((one) => one.key === key)?.file;
    if (!file) return;
    change(key, { phase: "reading", share: 0, error: null });
    void send(key, file);
  }

  return {
    slots,
    most,
    leftOut,
    add,
    remove,
    retry,
    full: most !== undefined && slots.filter(takesPlace).length >= most,
    busy: slots.some((slot) => slot.phase !== "ready" && slot.phase !== "failed"),
    failed: slots.some((slot) => slot.phase === "failed" && slot.again),
    clear: () => {
      for (const slot of slots) stops.current.get(slot.key)?.abort();
      setSlots([]);
    },
    ids: slots.flatMap((slot) => (slot.id ? [slot.id] : [])),
  };
}
