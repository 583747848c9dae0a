/** Acts on rows of a list. Each is declared once, for the buttons of a row and for the bar of the chosen rows. */
import type { ReactNode } from "react";
import type { Acting, Send } from "@/kit/record/useAct";

/** Row of a list: a record, or something with an ID. */
export interface Listed {
  id: string;
  version?: number;
}

/** Sends an act on a row. */
export type SendRow<T> = (row: T) => Send;

/** Begins an act on the chosen rows, with words for success; fails if some rows are not done. */
export type Begin<T> = (send: SendRow<T>, said?: string) => Promise<void>;

/** Question before an act on a row. */
export interface AskedRow<T> {
  row: T;
  act: Acting;
  onClose: () => void;
}

/** Question before an act on the chosen rows. */
export interface AskedRows<T> {
  rows: T[];
  begin: Begin<T>;
  onClose: () => void;
}

export interface RowAct<T> {
  name: string;
  /** Name of the act. The bar adds dots to that of an act that asks something about the chosen rows. */
  label: string;
  /** Does the act at once: on a row, and on each of the chosen rows. */
  send?: SendRow<T>;
  /** Words shown once the act on a row is done. */
  done?: string | ((row: T) => string);
  /** Undoes the act, if possible. */
  undo?: SendRow<T>;
  /** Asks something before the act on a row. */
  dialog?: (asked: AskedRow<T>) => ReactNode;
  /** Asks something before the act on the chosen rows. */
  many?: (asked: AskedRows<T>) => ReactNode;
}

/** Returns the acts that a row has buttons for. */
export function actsOnOne<T>(acts: readonly RowAct<T>[]): RowAct<T>[] {
  return acts.filter(({ send, dialog }) => send || dialog);
}

/** Returns the acts that the bar of the chosen rows has buttons for. */
export function actsOnMany<T>(acts: readonly RowAct<T>[]): RowAct<T>[] {
  return acts.filter(({ send, many }) => send || many);
}
