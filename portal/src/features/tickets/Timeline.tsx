/** What happened on a ticket, oldest first: messages as bubbles, events as lines, notes in a dress of their own. */
import { Button } from "@mantine/core";
import { IconLock, IconPoint } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { TicketKind, TimelineItem } from "@/api/types";
import { FileLinks } from "@/features/files/FileLinks";
import { Message } from "@/parts/Message";
import { Loaded } from "@/parts/states";
import { When } from "@/parts/When";
import { useSession } from "@/shell/session";
import { useTimeline } from "./api";
import classes from "./Timeline.module.css";
import type { tickets } from "./texts";
import { useTicketWords } from "./words";

type EventName = keyof typeof tickets.event;

/** What the people are called who a ticket of a kind is from. */
const SIDES = { support: "customer", partner_request: "partner", help_desk: "employee" } as const;

interface Props {
  ticket: string;
  kind: TicketKind;
  refresh?: boolean;
}

export function Timeline({ ticket, kind, refresh }: Props) {
  const t = useTicketWords();
  const timeline = useTimeline(ticket, { refresh: refresh ?? false });
  return (
    <Loaded query={timeline as never} lines={4}>
      {() => (
        <>
          <ol className={classes.list}>
            {timeline.data?.pages
              .flatMap((page) => page.items)
              .map((item) => (
                <Item key={item.id} ticket={ticket} kind={kind} item={item} />
              ))}
          </ol>
          {timeline.hasNextPage && (
            <Button
              variant="default"
              size="compact-sm"
              loading={timeline.isFetchingNextPage}
              onClick={() => void timeline.fetchNextPage()}
            >
              {t("ticket.earlier")}
            </Button>
          )}
        </>
      )}
    </Loaded>
  );
}

function initials(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  return [words[0], words.length > 1 ? words.at(-1) : undefined]
    .map((word) => [...(word ?? "")][0] ?? "")
    .join("");
}

function Item({ ticket, kind, item }: { ticket: string; kind: TicketKind; item: TimelineItem }) {
  const t = useTicketWords();
  const { t: desk } = useTranslation("desk");
  const { person } = useSession();
  const own = item.author.id === person.id;
  const note = item.kind === "note";
  const side = item.author.side === "customer" ? SIDES[kind] : item.author.side;

  if (item.kind === "event") {
    return (
      <li className={classes.event}>
        <IconPoint size={14} aria-hidden />
        <span>
          <EventWords item={item} /> · <When at={item.at} focusable />
        </span>
      </li>
    );
  }
  return (
    <li
      className={classes.message}
      data-side={item.author.side}
      data-kind={item.kind}
      data-own={own || undefined}
    >
      <span className={classes.face} aria-hidden>
        {initials(item.author.name)}
      </span>
      <div className={classes.body}>
        <p className={classes.who}>
          <strong>{item.author.name}</strong>
          <span className={classes.side}>{own ? t("you") : t(`side.${side}`)}</span>
          {note && (
            <span className={classes.note}>
              <IconLock size={13} aria-hidden /> {desk("noteMark")}
            </span>
          )}
          <span className={classes.when}>
            <When at={item.at} focusable />
          </span>
        </p>
        {item.text && <Message text={item.text} />}
        {item.files && <FileLinks ticket={ticket} files={item.files} />}
      </div>
    </li>
  );
}

function EventWords({ item }: { item: TimelineItem }) {
  const { t, i18n } = useTranslation("tickets");
  const name = item.author.name;
  if (item.text) return <>{item.text}</>;
  const known = item.event && i18n.exists(`tickets:event.${item.event}`);
  return <>{t(`event.${known ? (item.event as EventName) : "other"}`, { name })}</>;
}
