/** Reading a person, and inviting one. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, newKey, unwrap } from "@/api/client";
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

export function useInvite(done: (person: Person) => void, failed: (error: unknown) => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: NewInvitation) =>
      unwrap(api.POST("/v1/invitations", { params: { header: { "Idempotency-Key": newKey() } }, body })),
    onSuccess: (person) => {
      queries.setQueryData(personKey(person.id), person);
      done(person);
    },
    onError: failed,
  });
}
