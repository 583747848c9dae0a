/** Inviting a person. */
import { api } from "@/api/client";
import type { NewInvitation, Person } from "@/api/types";

/** What invites somebody as they stand once more: the link before is of no use then. */
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

/** Invites somebody; the same key sends the same invitation once. */
export function invite(body: NewInvitation, key: string) {
  return api.POST("/v1/invitations", { params: { header: { "Idempotency-Key": key } }, body });
}
