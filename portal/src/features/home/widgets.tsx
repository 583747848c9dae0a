/** The parts a home page is made of. */
import { Button, TextInput } from "@mantine/core";
import { IconPencilPlus } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Home, TicketSummary } from "@/api/types";
import { nextDue } from "@/features/tickets/due";
import { Status } from "@/parts/Status";
import { Due, When } from "@/parts/When";
import { useSearchFor } from "@/shell/SearchBox";
import { useSession } from "@/shell/session";
import classes from "./HomePage.module.css";

interface Props {
  home: Home;
}

export function SubmitTicket() {
  const { t } = useTranslation("home");
  return (
    <>
      <p className={classes.text}>{t("submitText")}</p>
      <Button
        component={Link}
        to="/customer/tickets/new"
        leftSection={<IconPencilPlus size={16} aria-hidden />}
      >
        {t("widget.submit_ticket")}
      </Button>
    </>
  );
}

export function FindAnswer() {
  const { t } = useTranslation("home");
  const { hat } = useSession();
  const searchFor = useSearchFor(hat.kind);
  const [text, setText] = useState("");
  function onSubmit(event: FormEvent) {
    event.preventDefault();
    searchFor(text);
  }
  return (
    <search aria-label={t("widget.find_answer")}>
      <form className={classes.find} onSubmit={onSubmit}>
        <TextInput
          aria-label={t("findHint")}
          placeholder={t("findHint")}
          value={text}
          maxLength={200}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Button type="submit" variant="default">
          {t("find")}
        </Button>
      </form>
    </search>
  );
}

export function MyTickets({ home }: Props) {
  const { t } = useTranslation("home");
  const tickets = home.widgets.my_tickets ?? [];
  return (
    <>
      <TicketRows tickets={tickets} none={t("noTickets")} staff={false} />
      {tickets.length > 0 && (
        <Link to="/customer/tickets" className={classes.all}>
          {t("all")}
        </Link>
      )}
    </>
  );
}

export function QueueTop({ home }: Props) {
  const { t } = useTranslation("home");
  const tickets = home.widgets.queue ?? [];
  return (
    <>
      <TicketRows tickets={tickets} none={t("noQueue")} staff />
      <Link to="/staff/desk" className={classes.all}>
        {t("all")}
      </Link>
    </>
  );
}

export function MyWork({ home }: Props) {
  const { t } = useTranslation("home");
  return (
    <>
      <TicketRows tickets={home.widgets.my_work ?? []} none={t("noWork")} staff />
      <Link to="/staff/desk" search={{ view: "assigned" }} className={classes.all}>
        {t("all")}
      </Link>
    </>
  );
}

export function Articles({ home }: Props) {
  const { t } = useTranslation("home");
  const { hat } = useSession();
  const articles = home.widgets.articles ?? [];
  if (articles.length === 0) return <p className={classes.none}>{t("noArticles")}</p>;
  return (
    <>
      <ul className={classes.list}>
        {articles.map((article) => (
          <li key={article.id}>
            <Link
              to={hat.kind === "staff" ? "/staff/knowledge/$id" : "/customer/knowledge/$id"}
              params={{ id: article.id }}
              className={classes.row}
            >
              <span className={classes.name}>
                {article.title}
                <span className={classes.sub}>{article.summary}</span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
      <Link to={hat.kind === "staff" ? "/staff/knowledge" : "/customer/knowledge"} className={classes.all}>
        {t("all")}
      </Link>
    </>
  );
}

function TicketRows({ tickets, none, staff }: { tickets: TicketSummary[]; none: string; staff: boolean }) {
  if (tickets.length === 0) return <p className={classes.none}>{none}</p>;
  return (
    <ul className={classes.list}>
      {tickets.map((ticket) => {
        const due = nextDue(ticket);
        const row = (
          <>
            <span className={classes.number}>{ticket.number}</span>
            <span className={classes.name}>{ticket.synopsis}</span>
            <Status state={ticket.state} label={ticket.state_label} />
            <span className={classes.when}>
              {due ? <Due at={due} paused={ticket.state === "waiting"} /> : <When at={ticket.updated_at} />}
            </span>
          </>
        );
        return (
          <li key={ticket.id}>
            {staff ? (
              <Link to="/staff/desk" search={{ ticket: ticket.id }} className={classes.row}>
                {row}
              </Link>
            ) : (
              <Link to="/customer/tickets/$id" params={{ id: ticket.id }} className={classes.row}>
                {row}
              </Link>
            )}
          </li>
        );
      })}
    </ul>
  );
}
