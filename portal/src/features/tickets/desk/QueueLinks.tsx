/** Links to the console's lists in the side bar: one's own tickets, and each queue one may look into. */
import { IconStack2, IconUserCheck } from "@tabler/icons-react";
import { Link, useRouterState } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
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
  const { queues, queue, assigned } = useDeskQueues(here ? (search as DeskSearch) : {});
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
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}
