/** Tickets of the person who asks: first those that wait for them, with the act in the row; then the others. */
import { Button } from "@mantine/core";
import { IconCheck, IconPlus } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Home, TicketSummary } from "@/api/types";
import { stateLook } from "@/components/status";
import { firstWords } from "@/components/text";
import { toast } from "@/components/toasts";
import { useTicketLists } from "@/context/home";
import { askingAs, usePlaces } from "@/context/places";
import { useSession } from "@/context/session";
import type { WidgetProps } from "@/kit/feature/feature";
import { Block } from "@/kit/home/Block";
import { Box, Panel, PanelAsk } from "@/kit/home/Panel";
import { ticketActs, useTicketAct, useTickets, useTimeline } from "../api";
import { ANSWER } from "../useAnswer";
import { waitsFor } from "../waiting";
import { useTicketWords } from "../words";
import { dotted, TicketRows, useTicketLink } from "./TicketRows";
import "./texts";

/** Largest number of tickets on the home page; the list has the others. */
const MOST = 6;

/**
 * Active tickets: the company's for hats that see them, else one's own. Uses the home answer's until all are loaded.
 */
function useCurrentTickets(home: Home) {
  const { person } = useSession();
  const company = useTicketLists()?.includes("company") ?? false;
  const list = useTickets({ view: company ? "company" : "mine", status: "active", cursor: undefined }, true);
  const own = home.widgets.my_tickets?.filter(({ state }) => state !== "closed" && state !== "merged") ?? [];
  const all = list.data?.items ?? own;
  // The first page of the company's list may lack one's own tickets that wait.
  const waiting = [...all, ...own].filter(
    (ticket, index, both) =>
      waitsFor(person.id, ticket) && both.findIndex(({ id }) => id === ticket.id) === index,
  );
  const rest = all.filter((ticket) => !waitsFor(person.id, ticket));
  return { company, waiting, rest, more: Boolean(list.data?.next_cursor), known: list.isFetched };
}

export function AskersStanding({ home }: { home: Home }) {
  const { t } = useTranslation("ticketsHome");
  const { hat } = useSession();
  const { waiting } = useCurrentTickets(home);
  const as = askingAs(hat.kind);
  return <>{waiting.length > 0 ? t(`waits.${as}`, { count: waiting.length }) : t("waits.nothing")}</>;
}

/** Number of tickets whose last words are quoted: each takes a call. */
const QUOTED = 3;
/** Characters of a quotation. */
const QUOTATION = 140;

/** Tickets that wait for the current person, above everything else; then those just confirmed, to be rated. */
export function NeedsYou({ home }: { home: Home }) {
  const { t } = useTranslation("ticketsHome");
  const linkTo = useTicketLink();
  const { waiting } = useCurrentTickets(home);
  const [confirmed, setConfirmed] = useState<TicketSummary[]>([]);
  const thanked = confirmed.filter(({ id }) => waiting.every((ticket) => ticket.id !== id));
  if (waiting.length + thanked.length === 0) return null;
  return (
    <Block title={t("needsYou")} count={waiting.length} size="full">
      <Panel>
        {waiting.map((ticket, index) => (
          <PanelAsk
            key={ticket.id}
            link={linkTo(ticket.id)}
            tint={stateLook(ticket.state).tint}
            name={ticket.synopsis}
            meta={<LastWords ticket={ticket} quoted={index < QUOTED} />}
          >
            {ticket.state === "waiting" ? (
              <Answer ticket={ticket} />
            ) : (
              <Confirm ticket={ticket} onDone={() => setConfirmed((others) => [...others, ticket])} />
            )}
          </PanelAsk>
        ))}
        {thanked.map((ticket) => (
          <PanelAsk
            key={ticket.id}
            link={linkTo(ticket.id)}
            tint="success"
            name={t("howWas")}
            meta={dotted(ticket.synopsis, ticket.number)}
          >
            <Button
              component={Link}
              {...(linkTo(ticket.id) as object)}
              hash="rating"
              size="xs"
              variant="default"
              aria-label={t("rateOf", { number: ticket.number })}
            >
              {t("rate")}
            </Button>
          </PanelAsk>
        ))}
      </Panel>
    </Block>
  );
}

/** First words of the company's last message on a ticket; without them, a sentence about what is asked. */
function LastWords({ ticket, quoted }: { ticket: TicketSummary; quoted: boolean }) {
  const { t } = useTranslation("ticketsHome");
  const { data, hasNextPage } = useTimeline(ticket.id, { enabled: quoted });
  // On the first page of several, the last words are not the last.
  const said = hasNextPage
    ? undefined
    : data?.pages
        .flatMap(({ items }) => items)
        .findLast(({ author, text, kind, event }) =>
          Boolean(author.side === "company" && text && (kind !== "event" || event === "resolved")),
        );
  const asks = ticket.state === "waiting";
  if (!said?.text) {
    return <>{dotted(t(asks ? "weAsk" : "isSolved"), ticket.number, ticket.product?.name)}</>;
  }
  const words = firstWords(said.text, QUOTATION);
  const quotation = t(asks ? "asks" : "says", { name: said.author.name, words });
  return <>{dotted(quotation, ticket.number)}</>;
}

function Answer({ ticket }: { ticket: TicketSummary }) {
  const { t } = useTranslation("ticketsHome");
  const linkTo = useTicketLink();
  return (
    <Button
      component={Link}
      {...(linkTo(ticket.id) as object)}
      hash={ANSWER}
      size="xs"
      aria-label={t("answerOf", { number: ticket.number })}
    >
      {t("answer")}
    </Button>
  );
}

function Confirm({ ticket, onDone }: { ticket: TicketSummary; onDone: () => void }) {
  const { t } = useTranslation("ticketsHome");
  const words = useTicketWords();
  const linkTo = useTicketLink();
  const act = useTicketAct(ticket, { refused: words("ticket.refused") });
  const { number } = ticket;
  function confirm() {
    act
      .run("confirm", ticketActs(ticket.id).confirm, { done: words("ticket.confirmed", { number }) })
      .then(onDone)
      .catch((error) => {
        const said = act.words(error);
        if (said) toast(said, "error");
      });
  }
  return (
    <>
      <Button
        component={Link}
        {...(linkTo(ticket.id) as object)}
        variant="default"
        size="xs"
        aria-label={t("noOf", { number })}
      >
        {t("no")}
      </Button>
      <Button
        size="xs"
        leftSection={<IconCheck size={15} aria-hidden />}
        loading={act.pending !== null}
        aria-label={t("yesOf", { number })}
        onClick={confirm}
      >
        {t("yes")}
      </Button>
    </>
  );
}

export function MyTickets({ home, frame }: WidgetProps) {
  const { t } = useTranslation("ticketsHome");
  const { hat } = useSession();
  const places = usePlaces();
  const { company, waiting, rest, more, known } = useCurrentTickets(home);
  const as = askingAs(hat.kind);
  const count = known ? (more ? `${rest.length}+` : rest.length) : undefined;
  return (
    <Block {...frame} count={count} all={{ to: places.tickets, search: company ? { view: "company" } : {} }}>
      <TicketRows
        tickets={rest.slice(0, MOST)}
        none={t(waiting.length > 0 ? `onlyWaiting.${as}` : `none.${as}`)}
      />
    </Block>
  );
}

export function SubmitTicket({ frame }: WidgetProps) {
  const { t } = useTranslation("ticketsHome");
  const { hat } = useSession();
  const places = usePlaces();
  return (
    <Block {...frame}>
      <Box text={t(`submitText.${askingAs(hat.kind)}`)}>
        <Button
          component={Link}
          to={places.newTicket}
          variant="default"
          leftSection={<IconPlus size={16} aria-hidden />}
        >
          {frame.title}
        </Button>
      </Box>
    </Block>
  );
}
