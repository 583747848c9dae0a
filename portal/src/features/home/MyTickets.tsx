/** The tickets of whoever asks: first those that wait for them, with the act in the row; then those we have. */
import { Button } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Home, TicketSummary } from "@/api/types";
import { stateLook } from "@/components/status";
import { toast } from "@/components/toasts";
import { useTicketLists } from "@/context/home";
import { askingAs, usePlaces } from "@/context/places";
import { useSession } from "@/context/session";
import { ticketActs, useTicketAct, useTickets } from "@/features/tickets/api";
import { useTicketWords } from "@/features/tickets/words";
import { waitsFor } from "@/shell/waiting";
import { Block } from "./Block";
import classes from "./HomePage.module.css";
import { Dotted, TicketLink, TicketRows } from "./TicketRows";

/** As many as stand on the home page; the list has the others. */
const MOST = 6;

/** One's own tickets still going on, or the company's for those who see them: those of the first answer until all are here. */
export function useCurrentTickets(home: Home) {
  const { person } = useSession();
  const company = useTicketLists()?.includes("company") ?? false;
  const list = useTickets({ view: company ? "company" : "mine", status: "active", cursor: undefined }, true);
  const own = home.widgets.my_tickets?.filter(({ state }) => state !== "closed" && state !== "merged") ?? [];
  const all = list.data?.items ?? own;
  // The company's list may not reach as far as one's own that wait.
  const waiting = [...all, ...own].filter(
    (ticket, index, both) =>
      waitsFor(person.id, ticket) && both.findIndex(({ id }) => id === ticket.id) === index,
  );
  const rest = all.filter((ticket) => !waitsFor(person.id, ticket));
  return { company, waiting, rest, more: Boolean(list.data?.next_cursor), known: list.isFetched };
}

/** What waits for whoever is here, above everything else. */
export function NeedsYou({ home }: { home: Home }) {
  const { t } = useTranslation("home");
  const { waiting } = useCurrentTickets(home);
  if (waiting.length === 0) return null;
  return (
    <Block title={t("needsYou")} count={waiting.length} size="full">
      <ul className={classes.panel}>
        {waiting.map((ticket) => (
          <li key={ticket.id} className={classes.ask} data-tint={stateLook(ticket.state).tint}>
            <span className={classes.words}>
              <TicketLink ticket={ticket} className={classes.plain}>
                <span className={classes.name}>{ticket.synopsis}</span>
              </TicketLink>{" "}
              <span className={classes.meta}>
                {t(ticket.state === "waiting" ? "weAsk" : "isSolved")} ·{" "}
                <Dotted of={[ticket.number, ticket.product?.name]} />
              </span>
            </span>
            <span className={classes.acts}>
              {ticket.state === "waiting" ? <Answer ticket={ticket} /> : <Confirm ticket={ticket} />}
            </span>
          </li>
        ))}
      </ul>
    </Block>
  );
}

function Answer({ ticket }: { ticket: TicketSummary }) {
  const { t } = useTranslation("home");
  const places = usePlaces();
  return (
    <Button
      component={Link}
      to={places.ticket}
      params={{ id: ticket.id } as never}
      size="xs"
      aria-label={t("answerOf", { number: ticket.number })}
    >
      {t("answer")}
    </Button>
  );
}

function Confirm({ ticket }: { ticket: TicketSummary }) {
  const { t } = useTranslation("home");
  const words = useTicketWords();
  const places = usePlaces();
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
        to={places.ticket}
        params={{ id: ticket.id } as never}
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

export function MyTickets({ home, title }: { home: Home; title: string }) {
  const { t } = useTranslation("home");
  const { hat } = useSession();
  const places = usePlaces();
  const { company, waiting, rest, more, known } = useCurrentTickets(home);
  const as = askingAs(hat.kind);
  const count = known ? (more ? `${rest.length}+` : rest.length) : undefined;
  return (
    <Block
      id="my_tickets"
      title={title}
      count={count}
      size="wide"
      more={
        <Link to={places.tickets} search={company ? { view: "company" } : {}}>
          {t("all")}
        </Link>
      }
    >
      <TicketRows
        tickets={rest.slice(0, MOST)}
        none={t(waiting.length > 0 ? `onlyWaiting.${as}` : `noTickets.${as}`)}
      />
    </Block>
  );
}
