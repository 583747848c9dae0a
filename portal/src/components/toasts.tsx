/**
 * Short news about what just happened, said aloud by screen readers and gone by itself. It stays for as long as the
 * pointer or the focus is on it.
 */
import { Button, CloseButton } from "@mantine/core";
import { useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import classes from "./toasts.module.css";

interface Toast {
  id: number;
  text: string;
  kind: "success" | "error";
  undo?: (() => void) | undefined;
}

/** Largest number of news at a time: the oldest make room. */
const MOST = 3;
const LIFE = { success: 5_000, error: 12_000, undo: 10_000 };
/** Time until it is tried again to remove news that is being read. */
const AGAIN = 1_000;
let place: HTMLElement | null = null;
let toasts: Toast[] = [];
let last = 0;
const listeners = new Set<() => void>();

function put(next: Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

function drop(id: number): void {
  put(toasts.filter((toast) => toast.id !== id));
}

function expire(id: number): void {
  if (place?.matches(":hover, :focus-within")) setTimeout(expire, AGAIN, id);
  else drop(id);
}

export function toast(text: string, kind: Toast["kind"] = "success", undo?: () => void): void {
  last += 1;
  const id = last;
  // The same words again are one piece of news, the newest.
  const others = toasts.filter((one) => one.text !== text || one.kind !== kind);
  put([...others.slice(1 - MOST), { id, text, kind, undo }]);
  setTimeout(expire, LIFE[undo ? "undo" : kind], id);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function Toasts() {
  const { t } = useTranslation();
  const shown = useSyncExternalStore(subscribe, () => toasts);
  return (
    <div
      ref={(element) => {
        place = element;
      }}
      className={classes.place}
      role="status"
      aria-live="polite"
    >
      {shown.map((one) => (
        <div key={one.id} className={classes.toast} data-kind={one.kind}>
          <span>{one.text}</span>
          {one.undo && (
            <Button
              variant="default"
              size="compact-xs"
              onClick={() => {
                drop(one.id);
                one.undo?.();
              }}
            >
              {t("act.undo")}
            </Button>
          )}
          <CloseButton size="sm" aria-label={t("act.close")} onClick={() => drop(one.id)} />
        </div>
      ))}
    </div>
  );
}
