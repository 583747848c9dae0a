/** Timeline of a ticket, oldest first: messages as bubbles, events as lines, notes with a look of their own. */
import { Button } from "@mantine/core";
import { IconAt, IconLock, IconMail, IconPoint } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type {
  CustomFieldChange,
  FieldChange,
  FieldValue,
  Severity,
  TicketKind,
  TicketType,
  TimelineItem,
} from "@/api/types";
import { Message } from "@/components/Message";
import paper from "@/components/paper.module.css";
import { QueryResult } from "@/components/states";
import { useServerWords } from "@/components/useServerWords";
import { When } from "@/components/When";
import { useSession } from "@/context/session";
import { FileLinks } from "@/kit/files/FileLinks";
import { Initials } from "@/kit/show/Person";
import { NotAllOnPaper } from "@/kit/show/Print";
import { fileLink, noteFileLink, useTicketFields, useTimeline } from "./api";
import { useFieldWords } from "./fields/words";
import { Asker, Author } from "./People";
import classes from "./Timeline.module.css";
import type { tickets } from "./texts/en";
import { useTicketWords } from "./words";

type EventName = keyof typeof tickets.event;

interface Props {
  ticket: string;
  kind: TicketKind;
  refresh?: boolean;
  /** Solution that the page shows already, which its event does not repeat. */
  solution?: string | undefined;
}

export function Timeline({ ticket, kind, refresh, solution }: Props) {
  const t = useTicketWords();
  const timeline = useTimeline(ticket, { refresh: refresh ?? false });
  return (
    <QueryResult query={timeline as never} lines={4}>
      {() => (
        <>
          <ol className={classes.list}>
            {timeline.data?.pages
              .flatMap((page) => page.items)
              .map((item) => (
                <Item key={item.id} ticket={ticket} kind={kind} item={item} solution={solution} />
              ))}
          </ol>
          {timeline.hasNextPage && (
            <>
              <Button
                variant="default"
                size="compact-sm"
                loading={timeline.isFetchingNextPage}
                onClick={() => void timeline.fetchNextPage()}
              >
                {t("ticket.earlier")}
              </Button>
              <NotAllOnPaper />
            </>
          )}
        </>
      )}
    </QueryResult>
  );
}

interface ItemProps {
  ticket: string;
  kind: TicketKind;
  item: TimelineItem;
  solution: string | undefined;
}

function Item({ ticket, kind, item, solution }: ItemProps) {
  const { t: desk } = useTranslation("desk");
  const t = useTicketWords();
  const { person } = useSession();
  const own = item.author.id === person.id;
  const note = item.kind === "note";

  if (item.kind === "event") {
    return (
      <li className={classes.event}>
        <IconPoint size={14} aria-hidden />
        <div className={classes.happened}>
          <EventWords item={item} kind={kind} /> · <When at={item.at} focusable />
          {item.event === "resolved" && item.text && item.text !== solution && <Message text={item.text} />}
          {(item.changes || item.custom_changes) && (
            <ul className={classes.changes}>
              {item.changes?.map((change) => (
                <li key={change.field}>
                  <ChangeWords change={change} />
                </li>
              ))}
              {item.custom_changes?.map((change) => (
                <li key={`field ${change.field}`}>
                  <CustomChangeWords change={change} />
                </li>
              ))}
            </ul>
          )}
        </div>
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
      <Initials
        name={item.author.name}
        tint={note ? "note" : item.author.side === "company" ? "ours" : undefined}
      />
      <div className={classes.body}>
        <p className={classes.who}>
          <Author author={item.author} kind={kind} strong />
          {note && (
            <span className={classes.note}>
              <IconLock size={13} aria-hidden /> {desk("noteMark")}
            </span>
          )}
          {item.by_mail && (
            <span className={classes.mail}>
              <IconMail size={13} aria-hidden /> {t("ticket.byMail")}
            </span>
          )}
          <span className={classes.when}>
            <When at={item.at} focusable />
          </span>
        </p>
        {item.text && <Message text={item.text} />}
        {item.files && !note && <FileLinks linkOf={fileLink(ticket)} files={item.files} />}
        {item.files && note && (
          // A page on paper is handed on, so it does not name a file for staff alone.
          <div className={paper.never}>
            <FileLinks linkOf={noteFileLink(ticket, item.id)} files={item.files} />
          </div>
        )}
        {"mentions" in item && item.mentions && item.mentions.length > 0 && (
          <p className={classes.named}>
            <IconAt size={13} aria-hidden />{" "}
            {desk("named", { names: item.mentions.map(({ name }) => name).join(", ") })}
          </p>
        )}
        {item.by_mail && <MailParts of={item.by_mail} />}
      </div>
    </li>
  );
}

/** Parts of a mail that are not the message: files that were not taken, and the quotation. */
function MailParts({ of }: { of: NonNullable<TimelineItem["by_mail"]> }) {
  const t = useTicketWords();
  const words = useServerWords();
  return (
    <>
      {of.refused.length > 0 && (
        <ul className={classes.refused} aria-label={t("ticket.refusedFiles")}>
          {of.refused.map(({ name, code, reason }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: files of one mail may share a name and never move
            <li key={index}>
              {t("ticket.refusedFile", {
                name,
                reason: words.problem({ pointer: "", code: code ?? "", detail: reason }),
              })}
            </li>
          ))}
        </ul>
      )}
      {of.quoted && (
        <details className={classes.quoted}>
          <summary>{t("ticket.showQuoted")}</summary>
          <div>{of.quoted}</div>
        </details>
      )}
    </>
  );
}

/** A corrected field in words, with its values before and after. */
function ChangeWords({ change }: { change: FieldChange }) {
  const t = useTicketWords();
  const { field, before, after } = change;
  const shown = (value: string | null | undefined) => {
    if (field === "severity") return t(`severity.${value as Severity}`);
    return field === "type" ? t(`type.${value as TicketType}`) : (value ?? "");
  };
  const words = field === "product" && !before ? "productSet" : field;
  return <>{t(`change.${words}`, { before: shown(before), after: shown(after) })}</>;
}

/** A corrected field of the company in words; by its ID where the reader's hat does not know it. */
function CustomChangeWords({ change: { field: id, before, after } }: { change: CustomFieldChange }) {
  const t = useTicketWords();
  const { data } = useTicketFields();
  const { shown } = useFieldWords();
  const field = data?.items.find((one) => one.id === id);
  const said = (value: FieldValue | null | undefined) =>
    value === null || value === undefined ? "" : field ? shown(field, value) : String(value);
  const values = { label: field?.label ?? id, before: said(before), after: said(after) };
  if (values.before === "") return <>{t("change.fieldSet", values)}</>;
  return <>{t(values.after === "" ? "change.fieldEmptied" : "change.field", values)}</>;
}

/** Placeholders for the author and another person in the words of an event. */
const [NAME, PERSON] = ["name", "person"] as const;
const held = (name: string) => `\u0000${name}\u0000`;

function EventWords({ item, kind }: { item: TimelineItem; kind: TicketKind }) {
  const t = useTicketWords();
  const { i18n } = useTranslation();
  if ("agent" in item && item.agent) {
    const values = { rule: item.text ?? "", agent: item.agent.name, load: item.load ?? "" };
    return <>{t(typeof item.load === "number" ? "given.leastLoaded" : "given.byRule", values)}</>;
  }
  // The words of a rule are its name.
  if (item.text && item.event !== "resolved" && item.event !== "rated") return <>{item.text}</>;
  const person = item.person;
  const known = item.event && i18n.exists(`tickets:event.${item.event}`);
  const words = t(`event.${known ? (item.event as EventName) : "other"}`, {
    name: held(NAME),
    person: held(PERSON),
    score: item.text ?? "",
    number: item.ticket?.number ?? "",
  });
  return words.split("\u0000").map((part) => {
    if (part === NAME) return <Author key={part} author={item.author} kind={kind} />;
    if (part === PERSON && person) return <Asker key={part} name={person.name} kind={kind} />;
    return part;
  });
}
