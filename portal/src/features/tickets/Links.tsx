/** Tickets that are linked to one: the ticket that it follows, and its follow-ups. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { api, unwrap } from "@/api/client";
import { usePlaces } from "@/context/places";
import { useSession } from "@/context/session";
import { ticketKeys } from "./api";
import classes from "./Links.module.css";
import { useTicketWords } from "./words";

/** Reads the links that the reader may follow. */
export function useLinks(id: string) {
  const { data } = useQuery({
    queryKey: ticketKeys.links(id),
    queryFn: () => unwrap(api.GET("/v1/tickets/{id}/links", { params: { path: { id } } })),
    staleTime: 15_000,
  });
  return data?.items ?? [];
}

export function Links({ links }: { links: ReturnType<typeof useLinks> }) {
  const t = useTicketWords();
  const places = usePlaces();
  const staff = useSession().hat.kind === "staff";
  return (
    <ul className={classes.links}>
      {links.map(({ id, number, relation, synopsis, state_label }) => (
        <li key={id}>
          {t(`links.${relation}`)}{" "}
          {staff ? (
            <Link to="/staff/desk" search={{ ticket: id }}>
              {number}
            </Link>
          ) : (
            <Link to={places.ticket} params={{ id }}>
              {number}
            </Link>
          )}{" "}
          <span className={classes.about}>
            {synopsis} · {state_label}
          </span>
        </li>
      ))}
    </ul>
  );
}
