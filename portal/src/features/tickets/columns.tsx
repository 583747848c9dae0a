/** The columns of a list of tickets as those who asked read it. */

import type { TicketSummary } from "@/api/types";
import { Named } from "@/components/Named";
import { SeverityMark } from "@/components/Status";
import { Due, When } from "@/components/When";
import { usePlaces } from "@/context/places";
import { type Column, RowLink } from "@/kit/list/DataTable";
import { nextDue, standsStill } from "./due";
import { TicketState } from "./TicketState";
import { useTicketWords } from "./words";

export function useTicketColumns({ withRequester }: { withRequester: boolean }): Column<TicketSummary>[] {
  const t = useTicketWords();
  const places = usePlaces();
  const requester: Column<TicketSummary> = {
    key: "requester",
    title: t("list.requester"),
    cell: ({ requester }) => <Named name={requester.name} />,
  };
  return [
    { key: "number", title: t("list.number"), bare: "start", cell: ({ number }) => number },
    {
      key: "synopsis",
      title: t("list.synopsis"),
      heading: true,
      cell: (ticket) => (
        <>
          <RowLink to={places.ticket} params={{ id: ticket.id }}>
            {ticket.synopsis}
          </RowLink>
          <SeverityMark severity={ticket.severity} label={ticket.severity_label} />
        </>
      ),
    },
    {
      key: "state",
      title: t("list.state"),
      bare: "end",
      cell: (ticket) => <TicketState ticket={ticket} />,
    },
    ...(withRequester ? [requester] : []),
    { key: "changed", title: t("list.changed"), cell: (ticket) => <When at={ticket.updated_at} /> },
    {
      key: "due",
      title: t("list.due"),
      cell(ticket) {
        const due = nextDue(ticket);
        return due ? <Due brief at={due} paused={standsStill(ticket.state)} /> : t("list.noDue");
      },
    },
  ];
}
