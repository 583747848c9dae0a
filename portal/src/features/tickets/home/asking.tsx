/** Tickets of the person who asks: first those that wait for them, with the act in the row; then the others. */
import { Button } from "@mantine/core";
import { IconCheck, IconPlus } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Home, TicketSummary } from "@/api/types";
import { stateLook } from "@/components/status";
import { toast } from "@/components/toasts";
import { useTicketLists } from "@/context/home";
import { askingAs, usePlaces } from "@/context/places";
import { useSession } from "@/context/session";
import type { WidgetProps } from "@/kit/feature/feature";
import { Block } from "@/kit/home/Block";
import { Box, Panel, PanelAsk } from "@/kit/home/Panel";
import { ticketActs, useTicketAct, useTickets } from "../api";
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

/** Tickets that wait for the current person, above everything else. */
export function NeedsYou({ home }: { home: Home }) {
  const { t } = useTranslation("ticketsHome");
  const linkTo = useTicketLink();
  const { waiting } = useCurrentTickets(home);
  if (waiting.length === 0) return null;
  return (
    <Block title={t("needsYou")} count={waiting.length} size="full">
      <Panel>
        {waiting.map((ticket) => (
          <PanelAsk
            key={ticket.id}
            link={linkTo(ticket.id)}
            tint={stateLook(ticket.state).tint}
            name={ticket.synopsis}
            meta={dotted(
              t(ticket.state === "waiting" ? "weAsk" : "isSolved"),
              ticket.number,
              ticket.product?.name,
            )}
          >
            {ticket.state === "waiting" ? <Answer ticket={ticket} /> : <Confirm ticket={ticket} />}
          </PanelAsk>
        ))}
      </Panel>
    </Block>
  );
}

function Answer({ ticket }: { ticket: TicketSummary }) {
  const { t } = useTranslation("ticketsHome");
  const linkTo = useTicketLink();
  return (
    <Button
      component={Link}
      {...(linkTo(ticket.id) as object)}
      size="xs"
      aria-label={t("answerOf", { number: ticket.number })}
    >
      {t("answer")}
    </Button>
  );
}

function Confirm({ ticket }: { ticket: TicketSummary }) {
  const { t } = useTranslation("ticketsHome");
  const words = useTicketWords();
  const linkTo = useTicketLink();
  const act = useTicketAct(ticket, { refused: words("ticket.refused") });
  const { number } = ticket;
  function confirm() {
    act
      .run("confirm", ticketActs(ticket.id).confirm, { done: words("ticket.confirmed", { number }) })
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
