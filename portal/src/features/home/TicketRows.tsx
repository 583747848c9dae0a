/** Tickets of the home page: two lines each, state and time at the right. */
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { StaffTicketSummary, TicketSummary } from "@/api/types";
import { Due, When } from "@/components/When";
import { usePlaces } from "@/context/places";
import { useSession } from "@/context/session";
import { nextDue, standsStill } from "@/features/tickets/due";
import { TicketState } from "@/features/tickets/TicketState";
import classes from "./HomePage.module.css";

/** Words with a middle dot between them; those that are not known are left out. */
export function Dotted({ of }: { of: (string | null | undefined)[] }) {
  return <>{of.filter(Boolean).join(" · ")}</>;
}

/** The link to a ticket, in the console or in the portal of whoever asks. */
export function TicketLink({
  ticket,
  className,
  children,
}: {
  ticket: TicketSummary;
  className: string | undefined;
  children: ReactNode;
}) {
  const places = usePlaces();
  const staff = useSession().hat.kind === "staff";
  return staff ? (
    <Link to="/staff/desk" search={{ ticket: ticket.id }} className={className}>
      {children}
    </Link>
  ) : (
    <Link to={places.ticket} params={{ id: ticket.id }} className={className}>
      {children}
    </Link>
  );
}

function Meta({ ticket }: { ticket: TicketSummary | StaffTicketSummary }) {
  const { t } = useTranslation("home");
  const { person, hat } = useSession();
  const asker = ticket.requester.id === person.id ? undefined : ticket.requester.name;
  if (hat.kind !== "staff") return <Dotted of={[ticket.number, asker, ticket.product?.name]} />;
  const agent = "assignee" in ticket ? ticket.assignee : undefined;
  return (
    <Dotted
      of={[
        ticket.number,
        ticket.account?.name ?? ticket.partner?.name,
        asker,
        agent?.id === person.id ? t("you") : (agent?.name ?? t("nobody")),
      ]}
    />
  );
}

interface Props {
  tickets: (TicketSummary | StaffTicketSummary)[];
  none: string;
}

export function TicketRows({ tickets, none }: Props) {
  if (tickets.length === 0) return <p className={classes.none}>{none}</p>;
  return (
    <ul className={classes.panel}>
      {tickets.map((ticket) => {
        const due = nextDue(ticket);
        return (
          <li key={ticket.id}>
            <TicketLink ticket={ticket} className={classes.row}>
              <span className={classes.words}>
                <span className={classes.name}>{ticket.synopsis}</span>{" "}
                <span className={classes.meta}>
                  <Meta ticket={ticket} />
                </span>
              </span>
              <span className={classes.end}>
                <TicketState ticket={ticket} />{" "}
                <span className={classes.meta}>
                  {due ? (
                    <Due at={due} paused={standsStill(ticket.state)} />
                  ) : (
                    <When at={ticket.updated_at} />
                  )}
                </span>
              </span>
            </TicketLink>
          </li>
        );
      })}
    </ul>
  );
}
