/**
 * Single-key shortcuts, such as `/`. People who use speech input, or press keys by mistake, can turn them off on this
 * device.
 */
import { useEffect, useEffectEvent, useSyncExternalStore } from "react";

const PLACE = "portico:single-keys";
const listeners = new Set<() => void>();
let turned: boolean | null = null;

function areOn(): boolean {
  try {
    turned ??= localStorage.getItem(PLACE) !== "off";
  } catch {
    turned = true;
  }
  return turned;
}

function turn(on: boolean): void {
  turned = on;
  try {
    localStorage.setItem(PLACE, on ? "on" : "off");
  } catch {
    // The setting is lost when the page is left.
  }
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Whether the shortcuts are on, and a function that changes it. */
export function useSingleKeys() {
  return { on: useSyncExternalStore(subscribe, areOn), turn };
}

const TYPING = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable=true]";

/** Whether a pressed key is a shortcut: no field has the focus, and no dialog is open. */
export function singleKey(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || !areOn()) return false;
  if (event.target instanceof Element && event.target.closest(TYPING)) return false;
  return document.querySelector("dialog[open], [role=dialog], [role=menu]") === null;
}

/** A key of the page, and what it does, in words. */
export interface NamedKey {
  key: string;
  name: string;
}

const named = new Map<object, readonly NamedKey[]>();

/** The keys of the parts that are shown now, each once. */
export function keysHere(): NamedKey[] {
  const all = [...named.values()].flat();
  return all.filter(({ key }, index) => all.findIndex((one) => one.key === key) === index);
}

/** Names keys in the list of the page's keys while the component is shown; what they do is up to the component. */
export function useNamedKeys(keys: readonly NamedKey[]): void {
  const text = JSON.stringify(keys);
  useEffect(() => {
    const place = {};
    named.set(place, JSON.parse(text));
    return () => void named.delete(place);
  }, [text]);
}

export interface Shortcut {
  /** Act of the key in words, for the list of keys. */
  name: string;
  /** Absent while the key does nothing, such as when its act is on its way. */
  act?: (() => void) | undefined;
}

/** Calls the act of a pressed key while the component is shown, unless the key is typed into a field. */
export function useShortcuts(shortcuts: Readonly<Record<string, Shortcut | undefined>>): void {
  useNamedKeys(
    Object.entries(shortcuts).flatMap(([key, shortcut]) => (shortcut ? [{ key, name: shortcut.name }] : [])),
  );
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const act = Object.hasOwn(shortcuts, event.key) ? shortcuts[event.key]?.act : undefined;
    if (!act || !singleKey(event)) return;
    event.preventDefault();
    act();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKey(event);
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);
}
