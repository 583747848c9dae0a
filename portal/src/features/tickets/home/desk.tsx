/** An agent's day: tickets that are late, due or wait for an answer; the agent's own; and those in the queues. */
import { useTranslation } from "react-i18next";
import { useSession } from "@/context/session";
import type { WidgetProps } from "@/kit/feature/feature";
import { Block } from "@/kit/home/Block";
import { Tiles } from "@/kit/home/Panel";
import { useDeskTickets } from "../api";
import { dayOf } from "../day";
import { TicketRows } from "./TicketRows";
import "./texts";

const MINE = { to: "/staff/desk", search: { view: "assigned" } } as const;

/** All tickets assigned to the agent, as the console lists them. */
function useAssigned() {
  const list = useDeskTickets({ view: "assigned", status: "active" }, true);
  return list.data?.pages.flatMap((page) => page.items);
}

export function AgentsStanding() {
  const { t } = useTranslation("ticketsHome");
  const assigned = useAssigned();
  if (!assigned) return <>{"\u00a0"}</>;
  if (assigned.length === 0) return <>{t("waits.nothing")}</>;
  const { late } = dayOf(assigned, Date.now());
  return (
    <>
      {t("yours", { count: assigned.length })}
      {late > 0 && t("yoursLate", { count: late })}.
    </>
  );
}

/** Counts of the agent's own tickets. */
export function MyDay() {
  const { t } = useTranslation("ticketsHome");
  const assigned = useAssigned();
  if (!assigned || assigned.length === 0) return null;
  const day = dayOf(assigned, Date.now());
  return (
    <Tiles
      figures={(["late", "soon", "asked", "solved"] as const).map((key) => ({
        key,
        value: day[key],
        label: t(`day.${key}`),
        danger: key === "late" && day.late > 0,
        link: MINE,
      }))}
    />
  );
}

export function MyWork({ home, frame }: WidgetProps) {
  const { t } = useTranslation("ticketsHome");
  const assigned = useAssigned();
  return (
    <Block {...frame} count={assigned?.length} all={MINE}>
      <TicketRows tickets={home.widgets.my_work ?? []} none={t("noWork")} />
    </Block>
  );
}

export function QueueTop({ home, frame }: WidgetProps) {
  const { t } = useTranslation("ticketsHome");
  const { person } = useSession();
  const all = home.unrestricted.includes("list_tickets");
  const queue = home.widgets.queue ?? [];
  // The agent's own tickets are in a part of their own.
  const others = queue.filter(({ assignee }) => assignee?.id !== person.id);
  return (
    <Block {...frame} all={{ to: "/staff/desk" }}>
      <TicketRows tickets={others} none={t(queue.length > 0 ? "onlyYours" : all ? "noQueues" : "noQueue")} />
    </Block>
  );
}
