/** Tickets of the home page: two lines each, state and time at the right. */
import { useTranslation } from "react-i18next";
import type { StaffTicketSummary, TicketSummary } from "@/api/types";
import { Due, When } from "@/components/When";
import { usePlaces } from "@/context/places";
import { useSession } from "@/context/session";
import { Nothing, Panel, PanelRow } from "@/kit/home/Panel";
import { nextDue, standsStill } from "../due";
import { TicketState } from "../TicketState";
import "./texts";

/** Joins texts with a middle dot and leaves out empty ones. */
export function dotted(...words: (string | null | undefined)[]): string {
  return words.filter(Boolean).join(" · ");
}

/** Address of a ticket: in the console for staff, in the portal for others. */
export function useTicketLink() {
  const places = usePlaces();
  const staff = useSession().hat.kind === "staff";
  return (id: string) =>
    staff
      ? ({ to: "/staff/desk", search: { ticket: id } } as const)
      : ({ to: places.ticket, params: { id } } as const);
}

function useMeta() {
  const { t } = useTranslation("ticketsHome");
  const { person, hat } = useSession();
  return (ticket: TicketSummary | StaffTicketSummary) => {
    const asker = ticket.requester.id === person.id ? undefined : ticket.requester.name;
    if (hat.kind !== "staff") return dotted(ticket.number, asker, ticket.product?.name);
    const agent = "assignee" in ticket ? ticket.assignee : undefined;
    const whose = agent?.id === person.id ? t("you") : (agent?.name ?? t("nobody"));
    return dotted(ticket.number, ticket.account?.name ?? ticket.partner?.name, asker, whose);
  };
}

interface Props {
  tickets: (TicketSummary | StaffTicketSummary)[];
  none: string;
}

export function TicketRows({ tickets, none }: Props) {
  const linkTo = useTicketLink();
  const meta = useMeta();
  if (tickets.length === 0) return <Nothing>{none}</Nothing>;
  return (
    <Panel>
      {tickets.map((ticket) => {
        const due = nextDue(ticket);
        return (
          <PanelRow
            key={ticket.id}
            link={linkTo(ticket.id)}
            name={ticket.synopsis}
            meta={meta(ticket)}
            state={<TicketState ticket={ticket} />}
            time={due ? <Due at={due} paused={standsStill(ticket.state)} /> : <When at={ticket.updated_at} />}
          />
        );
      })}
    </Panel>
  );
}
