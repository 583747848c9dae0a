/** An agent's day: what is late, due, or with the other side; one's own tickets; and what waits in the queues. */
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Home } from "@/api/types";
import { useSession } from "@/context/session";
import { useDeskTickets } from "@/features/tickets/api";
import { dayOf } from "@/features/tickets/day";
import { Block } from "./Block";
import classes from "./HomePage.module.css";
import { TicketRows } from "./TicketRows";

/** All tickets assigned to oneself, as the console lists them. */
export function useAssigned(enabled: boolean) {
  const list = useDeskTickets({ view: "assigned", status: "active" }, enabled);
  return list.data?.pages.flatMap((page) => page.items);
}

export function MyWork({ home, title }: { home: Home; title: string }) {
  const { t } = useTranslation("home");
  const assigned = useAssigned(true);
  const day = assigned && dayOf(assigned, Date.now());
  const tickets = home.widgets.my_work ?? [];
  return (
    <>
      {assigned && assigned.length > 0 && day && (
        <ul className={classes.tiles}>
          {(["late", "soon", "asked", "solved"] as const).map((name) => (
            <li key={name}>
              <Link
                to="/staff/desk"
                search={{ view: "assigned" }}
                className={classes.tile}
                data-tint={name === "late" && day.late > 0 ? "danger" : undefined}
              >
                <span className={classes.figure}>{day[name]}</span>{" "}
                <span className={classes.meta}>{t(`day.${name}`)}</span>
              </Link>
            </li>
          ))}
        </ul>
      )}
      <Block
        id="my_work"
        title={title}
        count={assigned?.length}
        size="wide"
        more={
          <Link to="/staff/desk" search={{ view: "assigned" }}>
            {t("all")}
          </Link>
        }
      >
        <TicketRows tickets={tickets} none={t("noWork")} />
      </Block>
    </>
  );
}

export function QueueTop({ home, title }: { home: Home; title: string }) {
  const { t } = useTranslation("home");
  const { person } = useSession();
  const all = home.unrestricted.includes("list_tickets");
  const queue = home.widgets.queue ?? [];
  // One's own stand above.
  const others = queue.filter(({ assignee }) => assignee?.id !== person.id);
  return (
    <Block id="queue" title={title} size="wide" more={<Link to="/staff/desk">{t("all")}</Link>}>
      <TicketRows tickets={others} none={t(queue.length > 0 ? "onlyYours" : all ? "noQueues" : "noQueue")} />
    </Block>
  );
}
