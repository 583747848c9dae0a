/** The parts of a home page that are not tickets. */
import { Button, TextInput } from "@mantine/core";
import { IconPlus, IconSearch } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { SEARCH_ARTICLES_Q } from "@/api/limits";
import type { Home } from "@/api/types";
import { When } from "@/components/When";
import { useMay } from "@/context/home";
import { askingAs, usePlaces } from "@/context/places";
import { useSession } from "@/context/session";
import { useSearchFor } from "@/shell/SearchBox";
import { Block } from "./Block";
import classes from "./HomePage.module.css";

export interface WidgetProps {
  home: Home;
  title: string;
  /** The first of the page; where people come for answers, the search is large. */
  first: boolean;
}

export function SubmitTicket({ title }: WidgetProps) {
  const { t } = useTranslation("home");
  const { hat } = useSession();
  const places = usePlaces();
  const as = askingAs(hat.kind);
  return (
    <Block id="submit_ticket" title={title} size="narrow">
      <div className={classes.box}>
        <p className={classes.text}>{t(`submitText.${as}`)}</p>
        <Button
          component={Link}
          to={places.newTicket}
          variant="default"
          leftSection={<IconPlus size={16} aria-hidden />}
        >
          {t(as === "ticket" ? "widget.submit_ticket" : "request.submit_ticket")}
        </Button>
      </div>
    </Block>
  );
}

export function FindAnswer({ title, first }: WidgetProps) {
  const { t } = useTranslation("home");
  const { hat } = useSession();
  const searchFor = useSearchFor(hat.kind);
  const may = useMay();
  const hint = t(may("list_tickets") ? "findHint" : "findHintAnswers");
  const [text, setText] = useState("");
  function onSubmit(event: FormEvent) {
    event.preventDefault();
    searchFor(text);
  }
  return (
    <Block id="find_answer" title={title} bare={first} size={first ? "full" : "narrow"}>
      <search aria-label={title}>
        <form onSubmit={onSubmit}>
          <TextInput
            className={classes.find}
            type="search"
            size={first ? "lg" : "md"}
            radius="lg"
            enterKeyHint="search"
            leftSection={<IconSearch size={first ? 20 : 17} stroke={1.7} aria-hidden />}
            aria-label={hint}
            placeholder={hint}
            value={text}
            maxLength={SEARCH_ARTICLES_Q.most}
            onChange={(event) => setText(event.currentTarget.value)}
          />
        </form>
      </search>
    </Block>
  );
}

/** Jobs that failed and wait for somebody to try them again. */
export function FailedJobs({ home, title }: WidgetProps) {
  const { t } = useTranslation("home");
  const jobs = home.widgets.failed_jobs ?? [];
  return (
    <Block
      id="failed_jobs"
      title={title}
      count={jobs.length}
      size="narrow"
      more={<Link to="/staff/jobs">{t("all")}</Link>}
    >
      {jobs.length === 0 ? (
        <p className={classes.none}>{t("noFailedJobs")}</p>
      ) : (
        <ul className={classes.panel}>
          {jobs.map((job) => (
            <li key={job.id}>
              <Link to="/staff/jobs" className={classes.row}>
                <span className={classes.words}>
                  <span className={classes.name}>{job.kind}</span>{" "}
                  <span className={classes.meta}>
                    {job.subject} · <When at={job.due} />
                  </span>
                </span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Block>
  );
}

export function Articles({ home, title }: WidgetProps) {
  const { t } = useTranslation("home");
  const places = usePlaces();
  const articles = home.widgets.articles ?? [];
  // Staff come for their tickets; articles stand beside them.
  const beside = home.actions.includes("take_ticket");
  return (
    <Block
      id="articles"
      title={title}
      size={beside ? "narrow" : "wide"}
      more={<Link to={places.knowledge}>{t("all")}</Link>}
    >
      {articles.length === 0 ? (
        <p className={classes.none}>{t("noArticles")}</p>
      ) : (
        <ul className={classes.panel}>
          {articles.map((article) => (
            <li key={article.id}>
              <Link to={places.article} params={{ id: article.id }} className={classes.row}>
                <span className={classes.words}>
                  <span className={classes.name}>{article.title}</span>{" "}
                  {!beside && <span className={classes.meta}>{article.summary}</span>}
                </span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Block>
  );
}
