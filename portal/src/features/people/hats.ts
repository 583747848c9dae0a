/** Hats of a person in the form in which they are changed. */
import type { ChangedHat, Hat, Person } from "@/api/types";
import { type GivenRole, hasQueues, kindOf } from "./roles";

/** Most hats of a person; the server's number. */
export const MOST_HATS = 5;

export interface HatValues {
  /** Name of the hat in the form, which stays the same while others come and go. */
  key: string;
  /** ID of a hat that the person has; null of a new one. */
  id: string | null;
  /** Portal of the hat; that of a new one in the company follows from its role. */
  kind: Hat["kind"];
  role: GivenRole;
  account_id: string | null;
  /** Name of the account or company; empty for a new hat in the company. */
  organisation: string;
  queue_ids: string[];
}

export function hatsOf(person: Person): HatValues[] {
  return person.hats.map(({ id, kind, role, account_id, organisation, queue_ids }) => ({
    key: id,
    id,
    kind,
    role,
    account_id: account_id ?? null,
    organisation,
    queue_ids,
  }));
}

/** A new hat in the company, or in an account. */
export function newHat(hats: readonly HatValues[], account?: { id: string; name: string }): HatValues {
  const numbers = hats.map(({ key }) => Number(key)).filter((number) => number > 0);
  const role = account ? "member" : "employee";
  return {
    key: String(Math.max(0, ...numbers) + 1),
    id: null,
    kind: kindOf(role),
    role,
    account_id: account?.id ?? null,
    organisation: account?.name ?? "",
    queue_ids: [],
  };
}

/** The hat in another role: a new one in the company may thereby be of another portal. */
export function changed(hat: HatValues, part: Partial<HatValues>): HatValues {
  const next = { ...hat, ...part };
  const free = hat.id === null && hat.account_id === null;
  return free ? { ...next, kind: kindOf(next.role) } : next;
}

/** Whether two of the hats are the same role at the same place. */
export function hasDuplicates(hats: readonly HatValues[]): boolean {
  const places = hats.map(({ kind, role, account_id, organisation }) =>
    [kind, role, account_id, kind === "partner" ? organisation : ""].join(" "),
  );
  return new Set(places).size < places.length;
}

export function bodyOf(hats: readonly HatValues[]): ChangedHat[] {
  return hats.map(({ id, kind, role, account_id, queue_ids }) => ({
    ...(id !== null && { id }),
    kind,
    role,
    account_id,
    queue_ids: hasQueues(role) ? queue_ids : [],
  }));
}
