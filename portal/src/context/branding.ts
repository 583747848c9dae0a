/** The company's name, colour and ways to reach it. Public, so it is kept for the next visit's first paint. */
import { useSyncExternalStore } from "react";
import type { Branding } from "@/api/types";

const KEPT = "portico:branding";
const listeners = new Set<() => void>();
let asked = false;
let branding: Branding | null = recall();

function recall(): Branding | null {
  try {
    const kept = localStorage.getItem(KEPT);
    return kept ? (JSON.parse(kept) as Branding) : null;
  } catch {
    return null;
  }
}

async function load(): Promise<void> {
  try {
    const response = await fetch("/v1/branding");
    if (!response.ok) return;
    branding = (await response.json()) as Branding;
    for (const listener of listeners) listener();
    localStorage.setItem(KEPT, JSON.stringify(branding));
  } catch {
    // The portal works in its neutral dress; the next visit asks again.
  }
}

/** Fetches the branding again, after it has changed. */
export function renewBranding(): void {
  void load();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (!asked) {
    asked = true;
    void load();
  }
  return () => listeners.delete(listener);
}

export function useBranding(): Branding | null {
  return useSyncExternalStore(subscribe, () => branding);
}
