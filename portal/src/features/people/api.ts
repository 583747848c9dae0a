/** Inviting a person, deciding whether one may sign in, and their hats. */
import { api } from "@/api/client";
import type { ChangedHat, NewInvitation, Person } from "@/api/types";
import type { Send } from "@/kit/record/useAct";

/** Returns an invitation with the person's current data. Sending it makes the earlier link invalid. */
export function onceMore(person: Person): NewInvitation {
  const { name, email, locale, time_zone } = person;
  const hats = person.hats.map(({ kind, role, account_id, queue_ids }) => ({
    kind,
    role,
    account_id,
    queue_ids,
  }));
  return { name, email, locale, time_zone, hats };
}

/** Invites a person; the same key sends the same invitation once. */
export function invite(body: NewInvitation, key: string) {
  return api.POST("/v1/invitations", { params: { header: { "Idempotency-Key": key } }, body });
}

/** Lets a person sign in, or keeps them from it. */
export function becomes(id: string, status: "active" | "disabled"): Send<Person> {
  return (header) => api.PATCH("/v1/people/{id}", { params: { path: { id }, header }, body: { status } });
}

/** Gives a person these hats and no others; without hats, nothing changes. */
export function wears(id: string, hats: ChangedHat[] | undefined): Send<Person> {
  const body = hats ? { hats } : {};
  return (header) => api.PATCH("/v1/people/{id}", { params: { path: { id }, header }, body });
}
