/** Reading a person, and inviting one. */
import { useQuery } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import type { NewInvitation, Person } from "@/api/types";

export const personKey = (id: string) => ["person", id];

export function usePerson(id: string) {
  return useQuery({
    queryKey: personKey(id),
    queryFn: () => unwrap(api.GET("/v1/people/{id}", { params: { path: { id } } })),
    staleTime: 60_000,
  });
}

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
