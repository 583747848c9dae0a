/** Insights for editors: deflections, unhelpful votes and searches without results, by week. */
import { IconChartBar } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { CountedArticle, KnowledgeInsights } from "@/api/types";
import { Card, Page } from "@/components/Page";
import { EmptyState, QueryResult } from "@/components/states";
import { Allowed } from "@/kit/Allowed";
import { type Column, DataTable, RowLink } from "@/kit/list/DataTable";
import { Plot } from "@/kit/plot/Plot";
import { useInsights, useInsightWeeks } from "./api";
import classes from "./InsightsPage.module.css";
import "./texts";

export default function InsightsPage() {
  const { t } = useTranslation("editor");
  return (
    <Allowed action="view_insights">
      <Page
        title={t("insights.title")}
        subtitle={t("insights.lead")}
        back={{ label: t("title"), to: "/staff/articles" }}
      >
        <Shown />
      </Page>
    </Allowed>
  );
}

function Shown() {
  const { t } = useTranslation("editor");
  const insights = useInsights();
  const weeks = useInsightWeeks();
  const counts = (["solved", "left", "unhelpful", "missed_searches"] as const).map((key) => ({
    key,
    title: t(`insights.count.${key}`),
    value: (week: KnowledgeInsights["weeks"][number]) => week[key],
  }));
  return (
    <div className={classes.page}>
      <Card title={t("insights.byWeek")}>
        <Plot
          label={t("insights.byWeek")}
          kind="bars"
          query={weeks}
          by={{ title: t("insights.week"), of: ({ monday }) => monday, week: true }}
          series={counts}
          empty={null}
        />
      </Card>
      <QueryResult query={insights} lines={6}>
        {(found) => <Lists of={found} />}
      </QueryResult>
    </div>
  );
}

function Lists({ of }: { of: KnowledgeInsights }) {
  const { t } = useTranslation("editor");
  const { missed_searches: missed, unhelpful, deflecting } = of;
  if (missed.length + unhelpful.length + deflecting.length === 0)
    return <EmptyState icon={IconChartBar} title={t("insights.none")} text={t("insights.noneText")} />;
  const title: Column<CountedArticle> = {
    key: "title",
    title: t("name"),
    heading: true,
    cell: (article) => (
      <RowLink to="/staff/articles/$id" params={{ id: article.id }}>
        {article.title}
      </RowLink>
    ),
  };
  const count = (key: "solved" | "left" | "unhelpful"): Column<CountedArticle> => ({
    key,
    title: t(`insights.count.${key}`),
    number: true,
    cell: (article) => article[key],
  });
  return (
    <>
      {missed.length > 0 && (
        <Card title={t("insights.missed")}>
          <DataTable
            label={t("insights.missed")}
            rows={missed}
            keyOf={({ words }) => words}
            columns={[
              {
                key: "words",
                title: t("insights.words"),
                heading: true,
                cell: ({ words }) => (
                  <Link to="/staff/knowledge" search={{ q: words }}>
                    {words}
                  </Link>
                ),
              },
              { key: "times", title: t("insights.times"), number: true, cell: ({ times }) => times },
            ]}
          />
        </Card>
      )}
      {unhelpful.length > 0 && (
        <Card title={t("insights.unhelpful")}>
          <DataTable
            label={t("insights.unhelpful")}
            rows={unhelpful}
            keyOf={({ id }) => id}
            columns={[
              title,
              count("unhelpful"),
              {
                key: "comments",
                title: t("insights.comments"),
                cell: ({ comments }) =>
                  comments.length > 0 && (
                    <ul className={classes.comments}>
                      {comments.map((comment, index) => (
                        // biome-ignore lint/suspicious/noArrayIndexKey: readers may say the same
                        <li key={index}>{comment}</li>
                      ))}
                    </ul>
                  ),
              },
            ]}
          />
        </Card>
      )}
      {deflecting.length > 0 && (
        <Card title={t("insights.deflecting")}>
          <DataTable
            label={t("insights.deflecting")}
            rows={deflecting}
            keyOf={({ id }) => id}
            columns={[title, count("solved"), count("left")]}
          />
        </Card>
      )}
    </>
  );
}
