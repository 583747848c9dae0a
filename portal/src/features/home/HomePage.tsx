/** *Home*: the widgets a person chose, in their order. */
import { Button } from "@mantine/core";
import { IconLayoutGrid } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { ComponentType } from "react";
import { useTranslation } from "react-i18next";
import type { Action, Home } from "@/api/types";
import { Card, Page } from "@/components/Page";
import { EmptyState, QueryResult } from "@/components/states";
import { useHome } from "@/shell/home";
import { usePlaces } from "@/shell/places";
import { useSession } from "@/shell/session";
import classes from "./HomePage.module.css";
import { paired } from "./order";
import { home as texts } from "./texts";
import { Articles, FailedJobs, FindAnswer, MyTickets, MyWork, QueueTop, SubmitTicket } from "./widgets";

interface Part {
  key: WidgetName;
  body: ComponentType<{ home: Home }>;
  /** What one has to be allowed to do for it. */
  needs: Action;
  wide?: boolean;
}

const WIDGETS: Record<string, Part> = {
  submit_ticket: { key: "submit_ticket", body: SubmitTicket, needs: "open_ticket" },
  my_tickets: { key: "my_tickets", body: MyTickets, needs: "list_tickets", wide: true },
  find_answer: { key: "find_answer", body: FindAnswer, needs: "search_articles" },
  articles: { key: "articles", body: Articles, needs: "search_articles", wide: true },
  my_work: { key: "my_work", body: MyWork, needs: "take_ticket", wide: true },
  queue: { key: "queue", body: QueueTop, needs: "list_queues", wide: true },
  failed_jobs: { key: "failed_jobs", body: FailedJobs, needs: "list_jobs", wide: true },
};

export type WidgetName = keyof typeof texts.widget;

/** What a part is called: partners and employees send requests where customers submit tickets. */
export function useWidgetName() {
  const { t } = useTranslation("home");
  const { hat } = useSession();
  return (key: WidgetName) => {
    const request = hat.kind !== "customer" && key in texts.request;
    return request ? t(`request.${key as keyof typeof texts.request}`) : t(`widget.${key}`);
  };
}

export default function HomePage() {
  const { t } = useTranslation("home");
  const { person, hat } = useSession();
  const home = useHome();
  const places = usePlaces();
  const nameOf = useWidgetName();
  return (
    <Page title={t("title", { name: person.name })} subtitle={hat.label}>
      <QueryResult query={home} lines={7}>
        {(found) => {
          const shown = found.layout.widgets.filter((widget) => {
            const part = WIDGETS[widget.id];
            return widget.visible && part && found.actions.includes(part.needs);
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
          const halves = paired(shown.map(({ id }) => !WIDGETS[id]?.wide));
          return (
            <div className={classes.grid}>
              {shown.map(({ id }, index) => {
                const widget = WIDGETS[id];
                if (!widget) return null;
                const Body = widget.body;
                return (
                  <div
                    key={id}
                    className={classes.cell}
                    data-widget={id}
                    data-wide={!halves[index] || undefined}
                  >
                    <Card title={nameOf(widget.key)}>
                      <Body home={found} />
                    </Card>
                  </div>
                );
              })}
            </div>
          );
        }}
      </QueryResult>
    </Page>
  );
}
