/** The columns of a list of tickets as those who asked read it. */
import type { TicketSummary } from "@/api/types";
import { SeverityMark } from "@/components/Status";
import { Due, When } from "@/components/When";
import { usePlaces } from "@/context/places";
import type { CsvColumn } from "@/kit/list/csv";
import { type Column, RowLink } from "@/kit/list/DataTable";
import { nextDue, standsStill } from "./due";
import { Asker } from "./People";
import { TicketState, useStateLabel } from "./TicketState";
import { useTicketWords } from "./words";

export function useTicketColumns({ withRequester }: { withRequester: boolean }): Column<TicketSummary>[] {
  const t = useTicketWords();
  const places = usePlaces();
  const requester: Column<TicketSummary> = {
    key: "requester",
    title: t("list.requester"),
    cell: ({ requester, kind }) => <Asker name={requester.name} kind={kind} />,
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

/** The same list as a file: times as the server has them, and what the table shows only beside something else. */
export function useTicketFile(): CsvColumn<TicketSummary>[] {
  const t = useTicketWords();
  const label = useStateLabel();
  return [
    { title: t("list.number"), value: ({ number }) => number },
    { title: t("list.synopsis"), value: ({ synopsis }) => synopsis },
    { title: t("list.state"), value: (ticket) => label(ticket) },
    { title: t("ticket.severity"), value: (ticket) => ticket.severity_label },
    { title: t("list.requester"), value: ({ requester }) => requester.name },
    { title: t("ticket.account"), value: (ticket) => ticket.account?.name ?? ticket.partner?.name },
    {
      title: t("ticket.product"),
      value: ({ product }) => product && `${product.name} ${product.version_label}`,
    },
    { title: t("list.opened"), value: (ticket) => ticket.created_at },
    { title: t("list.changed"), value: (ticket) => ticket.updated_at },
    { title: t("list.due"), value: (ticket) => nextDue(ticket) },
  ];
}
