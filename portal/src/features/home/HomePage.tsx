/** *Home*: what waits for whoever is here, then the widgets they chose, in their order. */
import { Button } from "@mantine/core";
import { IconLayoutGrid } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { type ComponentType, Fragment } from "react";
import { useTranslation } from "react-i18next";
import type { Action, Home } from "@/api/types";
import { Page } from "@/components/Page";
import { EmptyState, QueryResult } from "@/components/states";
import { useHome, useTicketLists } from "@/context/home";
import { askingAs, usePlaces } from "@/context/places";
import { useSession } from "@/context/session";
import { dayOf } from "@/features/tickets/day";
import { useTicketWords } from "@/features/tickets/words";
import classes from "./HomePage.module.css";
import { MyTickets, NeedsYou, useCurrentTickets } from "./MyTickets";
import { MyWork, QueueTop, useAssigned } from "./MyWork";
import { arranged, firstName } from "./order";
import { Products } from "./Products";
import { home as texts } from "./texts";
import { Articles, FailedJobs, FindAnswer, SubmitTicket, type WidgetProps } from "./widgets";

interface Part {
  body: ComponentType<WidgetProps>;
  /** What one has to be allowed to do for it. */
  needs: Action;
}

const WIDGETS: Record<WidgetName, Part> = {
  submit_ticket: { body: SubmitTicket, needs: "open_ticket" },
  my_tickets: { body: MyTickets, needs: "list_tickets" },
  find_answer: { body: FindAnswer, needs: "search_articles" },
  articles: { body: Articles, needs: "search_articles" },
  my_work: { body: MyWork, needs: "take_ticket" },
  queue: { body: QueueTop, needs: "list_queues" },
  failed_jobs: { body: FailedJobs, needs: "list_jobs" },
};

export type WidgetName = keyof typeof texts.widget;

/**
 * What a part is called: partners and employees send requests where customers submit tickets, and whoever sees the
 * company's has those.
 */
export function useWidgetName() {
  const { t } = useTranslation("home");
  const { hat } = useSession();
  const words = useTicketWords();
  const company = useTicketLists()?.includes("company") && hat.kind !== "staff";
  return (key: WidgetName) => {
    if (key === "my_tickets" && company) return words(`as.${askingAs(hat.kind)}.company`);
    const request = hat.kind !== "customer" && key in texts.request;
    return request ? t(`request.${key as keyof typeof texts.request}`) : t(`widget.${key}`);
  };
}

export default function HomePage() {
  const { t } = useTranslation("home");
  const { person } = useSession();
  const home = useHome();
  return (
    <Page
      title={t("title", { name: firstName(person.name) })}
      subtitle={home.data ? <Standing home={home.data} /> : "\u00a0"}
    >
      <QueryResult query={home} lines={7}>
        {(found) => <Widgets home={found} />}
      </QueryResult>
    </Page>
  );
}

/** In one line: what waits. */
function Standing({ home }: { home: Home }) {
  const { hat } = useSession();
  if (home.actions.includes("open_ticket")) return <AskersStanding home={home} />;
  return home.actions.includes("take_ticket") ? <AgentsStanding /> : hat.label;
}

function AskersStanding({ home }: { home: Home }) {
  const { t } = useTranslation("home");
  const { hat } = useSession();
  const { waiting } = useCurrentTickets(home);
  const as = askingAs(hat.kind);
  return <>{waiting.length > 0 ? t(`waits.${as}`, { count: waiting.length }) : t("waits.nothing")}</>;
}

function AgentsStanding() {
  const { t } = useTranslation("home");
  const assigned = useAssigned(true);
  if (!assigned) return <>{"\u00a0"}</>;
  if (assigned.length === 0) return <>{t("noWork")}</>;
  const { late } = dayOf(assigned, Date.now());
  return (
    <>
      {t("yours", { count: assigned.length })}
      {late > 0 && t("yoursLate", { count: late })}.
    </>
  );
}

function Widgets({ home }: { home: Home }) {
  const { t } = useTranslation("home");
  const { hat } = useSession();
  const places = usePlaces();
  const nameOf = useWidgetName();
  const shown = arranged(home.layout, hat.kind !== "staff").flatMap(({ id, visible }) => {
    const part = WIDGETS[id as WidgetName];
    return visible && part && home.actions.includes(part.needs) ? [{ ...part, id: id as WidgetName }] : [];
  });
  if (shown.length === 0) {
    return (
      <EmptyState icon={IconLayoutGrid} title={t("empty")} text={t("emptyText")}>
        <Button component={Link} to={places.layout}>
          {t("arrange")}
        </Button>
      </EmptyState>
    );
  }
  const asks = shown.some(({ id }) => id === "my_tickets");
  // Below the search, where that is the head of the page.
  const needsAt = shown[0]?.id === "find_answer" ? 1 : 0;
  const products = hat.kind === "customer" && home.actions.includes("list_entitlements");
  return (
    <>
      <div className={classes.grid}>
        {shown.map(({ id, body: Body }, index) => (
          <Fragment key={id}>
            {asks && index === needsAt && <NeedsYou home={home} />}
            <Body home={home} title={nameOf(id)} first={index === 0} />
          </Fragment>
        ))}
        {products && <Products />}
      </div>
      <Link to={places.layout} className={classes.arrange}>
        {t("arrange")}
      </Link>
    </>
  );
}
