/** Presence on an agent's ticket: tells the server that it is open, and shows the colleagues who have it open too. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useRef } from "react";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/api/client";
import type { Colleague } from "@/api/types";
import { useMay } from "@/context/home";
import classes from "./RecordPane.module.css";

/** Time between two signs, and time for which a typed letter counts as typing, in milliseconds. */
const BEAT = 10_000;

/** Returns the colleagues on a ticket, and a function to call when something is typed. */
export function usePresence(ticket: string) {
  const may = useMay()("note_presence");
  const queries = useQueryClient();
  const typed = useRef(Number.NEGATIVE_INFINITY);
  const { data } = useQuery({
    enabled: may,
    queryKey: ["tickets", "presence", ticket],
    queryFn: () => {
      const state = Date.now() - typed.current < BEAT ? "typing" : "viewing";
      const params = { path: { id: ticket } };
      return unwrap(api.PUT("/v1/tickets/{id}/presence", { params, body: { state } }));
    },
    // Nobody is present in a window that is not seen.
    refetchInterval: BEAT,
    staleTime: BEAT,
    gcTime: 0,
    retry: false,
  });
  const onTyped = useCallback(() => {
    const before = typed.current;
    typed.current = Date.now();
    if (typed.current - before >= BEAT)
      void queries.invalidateQueries({ queryKey: ["tickets", "presence", ticket] });
  }, [queries, ticket]);
  return { colleagues: data?.items ?? [], onTyped };
}

/** Colleagues in words: "Lotte is writing". */
export function Colleagues({ present }: { present: readonly Colleague[] }) {
  const { t } = useTranslation("desk");
  return (
    <span className={classes.present} role="status">
      {present.map(({ person, state }) => (
        <span key={person.id} data-state={state}>
          {t(`presence.${state}`, { name: person.name })}
        </span>
      ))}
    </span>
  );
}
