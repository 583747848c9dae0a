/**
 * Links to the console's lists in the side bar: one's own tickets, and each queue one may look into, with the numbers
 * of their active tickets.
 */
import { IconStack2, IconUserCheck } from "@tabler/icons-react";
import { Link, useRouterState } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Queue } from "@/api/types";
import hidden from "@/components/hidden.module.css";
import { REFRESH, useDeskTickets } from "../api";
import type { DeskSearch } from "../search";
import { useDeskQueues } from "./queues";
import "./texts";

interface Props {
  /** CSS classes of the side bar. */
  classes: Record<string, string | undefined>;
}

export default function QueueLinks({ classes }: Props) {
  const { t } = useTranslation("desk");
  const { pathname, search } = useRouterState({ select: (state) => state.location });
  const here = pathname.startsWith("/staff/desk");
  // As often as the list next to it; seldom on a page without one.
  const renew = here ? REFRESH : 3 * REFRESH;
  const { queues, queue, assigned } = useDeskQueues(here ? (search as DeskSearch) : {}, renew);
  const current = (is: boolean) => (here && is ? "page" : undefined);
  return (
    <>
      <p className={classes.heading}>{t("queueLinks")}</p>
      <ul className={classes.list} aria-label={t("queueLinks")}>
        <li>
          <Link
            to="/staff/desk"
            search={{ view: "assigned" }}
            className={classes.item}
            aria-current={current(assigned)}
          >
            <IconUserCheck size={18} stroke={1.7} aria-hidden />
            <span className={classes.word}>{t("assigned")}</span>
            <Mine here={here} className={classes.badge} />
          </Link>
        </li>
        {queues.map((one) => (
          <li key={one.id}>
            <Link
              to="/staff/desk"
              search={{ queue: one.id }}
              className={classes.item}
              aria-current={current(!assigned && one.id === queue)}
            >
              <IconStack2 size={18} stroke={1.7} aria-hidden />
              <span className={classes.word}>{one.name}</span>
              <Count of={one} className={classes.badge} />
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}

/** Number of one's own active tickets; away from the console, if it is known anyway. */
function Mine({ here, className }: { here: boolean; className: string | undefined }) {
  const { t } = useTranslation("desk");
  const mine = useDeskTickets({ view: "assigned", status: "active" }, here);
  const count = mine.data?.pages.flatMap(({ items }) => items).length ?? 0;
  if (count === 0) return null;
  return (
    <Tally
      shown={`${count}${mine.hasNextPage ? "+" : ""}`}
      words={t("mine", { count })}
      className={className}
    />
  );
}

function Count({ of, className }: { of: Queue; className: string | undefined }) {
  const { t } = useTranslation("desk");
  const { active, unassigned = 0 } = of;
  if (!active) return null;
  const words = t("inQueue", { count: active });
  const all = unassigned ? `${words}, ${t("ofNobody", { count: unassigned })}` : words;
  return <Tally shown={String(active)} words={all} className={className} />;
}

interface TallyProps {
  shown: string;
  words: string;
  className: string | undefined;
}

function Tally({ shown, words, className }: TallyProps) {
  return (
    <span className={className} title={words}>
      <span aria-hidden>{shown}</span>
      <span className={hidden.hidden}> {words}</span>
    </span>
  );
}
