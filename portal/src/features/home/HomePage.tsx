/** *Home*: the widgets a person chose, in their order. */
import { Button } from "@mantine/core";
import { IconLayoutGrid } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { ComponentType } from "react";
import { useTranslation } from "react-i18next";
import type { Home } from "@/api/types";
import { Card, Page } from "@/parts/Page";
import { Loaded, Note } from "@/parts/states";
import { useHome } from "@/shell/home";
import { homeOf, useSession } from "@/shell/session";
import classes from "./HomePage.module.css";
import { paired } from "./order";
import "./texts";
import { Articles, FindAnswer, MyTickets, MyWork, QueueTop, SubmitTicket } from "./widgets";

const WIDGETS: Record<string, { key: WidgetName; body: ComponentType<{ home: Home }>; wide?: boolean }> = {
  submit_ticket: { key: "submit_ticket", body: SubmitTicket },
  my_tickets: { key: "my_tickets", body: MyTickets, wide: true },
  find_answer: { key: "find_answer", body: FindAnswer },
  articles: { key: "articles", body: Articles, wide: true },
  my_work: { key: "my_work", body: MyWork, wide: true },
  queue: { key: "queue", body: QueueTop, wide: true },
};

export type WidgetName = "submit_ticket" | "my_tickets" | "find_answer" | "articles" | "my_work" | "queue";

export default function HomePage() {
  const { t } = useTranslation("home");
  const { person, hat } = useSession();
  const home = useHome();
  const start = homeOf(hat.kind) ?? "/";
  return (
    <Page title={t("title", { name: person.name })} lead={hat.label}>
      <Loaded query={home} lines={7}>
        {(found) => {
          const shown = found.layout.widgets.filter((widget) => widget.visible && WIDGETS[widget.id]);
          if (shown.length === 0) {
            return (
              <Note icon={IconLayoutGrid} title={t("empty")} text={t("emptyText")}>
                <Button component={Link} to={`${start}/layout`}>
                  {t("arrange")}
                </Button>
              </Note>
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
                  <div key={id} className={classes.cell} data-wide={!halves[index] || undefined}>
                    <Card title={t(`widget.${widget.key}`)}>
                      <Body home={found} />
                    </Card>
                  </div>
                );
              })}
            </div>
          );
        }}
      </Loaded>
    </Page>
  );
}
