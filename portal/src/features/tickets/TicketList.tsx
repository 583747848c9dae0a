/** Tickets in a table, which becomes cards where there is no room for columns. */
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { TicketSummary } from "@/api/types";
import { SeverityMark } from "@/components/Status";
import { Due, When } from "@/components/When";
import { usePlaces } from "@/context/places";
import { nextDue, standsStill } from "./due";
import { Asker } from "./People";
import classes from "./TicketList.module.css";
import { TicketState } from "./TicketState";
import "./texts";

interface Props {
  tickets: TicketSummary[];
  label: string;
  withRequester?: boolean;
}

export function TicketList({ tickets, label, withRequester }: Props) {
  const { t } = useTranslation("tickets");
  const places = usePlaces();
  return (
    <table className={classes.table} aria-label={label}>
      <thead>
        <tr>
          <th scope="col">{t("list.number")}</th>
          <th scope="col">{t("list.synopsis")}</th>
          <th scope="col">{t("list.state")}</th>
          {withRequester && <th scope="col">{t("list.requester")}</th>}
          <th scope="col">{t("list.changed")}</th>
          <th scope="col">{t("list.due")}</th>
        </tr>
      </thead>
      <tbody>
        {tickets.map((ticket) => {
          const due = nextDue(ticket);
          return (
            <tr key={ticket.id}>
              <td className={classes.number}>{ticket.number}</td>
              <th scope="row" className={classes.synopsis}>
                <Link to={places.ticket} params={{ id: ticket.id }} className={classes.link}>
                  {ticket.synopsis}
                </Link>
                <SeverityMark severity={ticket.severity} label={ticket.severity_label} />
              </th>
              <td className={classes.state}>
                <TicketState ticket={ticket} />
              </td>
              {withRequester && (
                <td className={classes.requester} data-label={t("list.requester")}>
                  <Asker name={ticket.requester.name} kind={ticket.kind} />
                </td>
              )}
              <td data-label={t("list.changed")}>
                <When at={ticket.updated_at} />
              </td>
              <td data-label={t("list.due")}>
                {due ? <Due brief at={due} paused={standsStill(ticket.state)} /> : t("list.noDue")}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
