/** The parts a home page is made of. */
import { Button, TextInput } from "@mantine/core";
import { IconPencilPlus } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { SEARCH_ARTICLES_Q } from "@/api/limits";
import type { Home, TicketSummary } from "@/api/types";
import { Status } from "@/components/Status";
import { Due, When } from "@/components/When";
import { nextDue } from "@/features/tickets/due";
import { askingAs, usePlaces } from "@/shell/places";
import { useSearchFor } from "@/shell/SearchBox";
import { useSession } from "@/shell/session";
import classes from "./HomePage.module.css";

interface Props {
  home: Home;
}

export function SubmitTicket() {
  const { t } = useTranslation("home");
  const { hat } = useSession();
  const places = usePlaces();
  const as = askingAs(hat.kind);
  return (
    <>
      <p className={classes.text}>{t(`submitText.${as}`)}</p>
      <Button component={Link} to={places.newTicket} leftSection={<IconPencilPlus size={16} aria-hidden />}>
        {t(as === "ticket" ? "widget.submit_ticket" : "request.submit_ticket")}
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
          maxLength={SEARCH_ARTICLES_Q.most}
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
  const { hat } = useSession();
  const places = usePlaces();
  const tickets = home.widgets.my_tickets ?? [];
  return (
    <>
      <TicketRows tickets={tickets} none={t(`noTickets.${askingAs(hat.kind)}`)} staff={false} />
      {tickets.length > 0 && (
        <Link to={places.tickets} className={classes.all}>
          {t("all")}
        </Link>
      )}
    </>
  );
}

export function QueueTop({ home }: Props) {
  const { t } = useTranslation("home");
  const all = home.unrestricted.includes("list_tickets");
  return (
    <>
      <TicketRows tickets={home.widgets.queue ?? []} none={t(all ? "noQueues" : "noQueue")} staff />
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

/** Jobs that failed and wait for somebody to try them again. */
export function FailedJobs({ home }: Props) {
  const { t } = useTranslation("home");
  const jobs = home.widgets.failed_jobs ?? [];
  if (jobs.length === 0) return <p className={classes.none}>{t("noFailedJobs")}</p>;
  return (
    <>
      <ul className={classes.list}>
        {jobs.map((job) => (
          <li key={job.id}>
            <Link to="/staff/jobs" className={classes.row}>
              <span className={classes.name}>
                {job.kind}
                <span className={classes.sub}>{job.subject}</span>
              </span>
              <span className={classes.when}>
                <When at={job.due} />
              </span>
            </Link>
          </li>
        ))}
      </ul>
      <Link to="/staff/jobs" className={classes.all}>
        {t("all")}
      </Link>
    </>
  );
}

export function Articles({ home }: Props) {
  const { t } = useTranslation("home");
  const places = usePlaces();
  const articles = home.widgets.articles ?? [];
  if (articles.length === 0) return <p className={classes.none}>{t("noArticles")}</p>;
  return (
    <>
      <ul className={classes.list}>
        {articles.map((article) => (
          <li key={article.id}>
            <Link to={places.article} params={{ id: article.id }} className={classes.row}>
              <span className={classes.name}>
                {article.title}
                <span className={classes.sub}>{article.summary}</span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
      <Link to={places.knowledge} className={classes.all}>
        {t("all")}
      </Link>
    </>
  );
}

function TicketRows({ tickets, none, staff }: { tickets: TicketSummary[]; none: string; staff: boolean }) {
  const places = usePlaces();
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
              <Link to={places.ticket} params={{ id: ticket.id }} className={classes.row}>
                {row}
              </Link>
            )}
          </li>
        );
      })}
    </ul>
  );
}
