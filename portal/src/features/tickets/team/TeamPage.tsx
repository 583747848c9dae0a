/** The numbers of one's queues: in sum, by queue or by agent, drawn and as a table. Each leads to its tickets. */
import { Button } from "@mantine/core";
import { IconAlertTriangle, IconRefresh, IconUsersGroup } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Callout } from "@/components/Callout";
import { numberFormat } from "@/components/formats";
import hidden from "@/components/hidden.module.css";
import { Page } from "@/components/Page";
import { EmptyState, QueryResult } from "@/components/states";
import { exactTime } from "@/components/time";
import { useZone } from "@/components/When";
import { useMay } from "@/context/home";
import { Allowed } from "@/kit/Allowed";
import { type Column, DataTable } from "@/kit/list/DataTable";
import { Choice } from "@/kit/list/filters";
import { Plot } from "@/kit/plot/Plot";
import type { TeamSearch } from "../search";
import { MEASURES, type Measure, numberOf, type Part, type Row, rowsOf, type Team, teamQuery } from "./api";
import classes from "./TeamPage.module.css";
import "./texts";

export default function TeamPage() {
  const { t } = useTranslation("team");
  const may = useMay();
  const team = useQuery(teamQuery);
  const refresh = (
    <Button
      variant="default"
      size="sm"
      leftSection={<IconRefresh size={16} aria-hidden />}
      loading={team.isFetching}
      onClick={() => void team.refetch()}
    >
      {t("refresh")}
    </Button>
  );
  return (
    <Allowed action="view_team">
      <Page title={t("title")} subtitle={t(may("view_team", "all") ? "leadAll" : "lead")} actions={refresh}>
        <QueryResult query={team}>
          {(found) =>
            found.queues.length === 0 ? (
              <EmptyState icon={IconUsersGroup} title={t("empty")} text={t("emptyText")} />
            ) : (
              <Numbers team={found} />
            )
          }
        </QueryResult>
      </Page>
    </Allowed>
  );
}

function Numbers({ team }: { team: Team }) {
  const { t } = useTranslation("team");
  const zone = useZone();
  const navigate = useNavigate();
  const search: TeamSearch = useSearch({ from: "/staff/team" });
  const by = search.by ?? "queue";
  const set = (next: Partial<TeamSearch>) => void navigate({ to: ".", search: next as never });
  const drawn = useQuery({ ...teamQuery, select: (found) => rowsOf(found, by, t("nobody")) });
  const counts = (["open", "due_today", "overdue"] as const).map((measure) => ({
    key: measure,
    title: t(`measure.${measure}`),
    value: ({ numbers }: Row) => numberOf(numbers, measure),
  }));
  return (
    <div className={classes.page}>
      {!team.complete && (
        <Callout tint="attention" icon={IconAlertTriangle}>
          <p>{t("tooMany")}</p>
        </Callout>
      )}
      <section aria-label={t("totals")}>
        <ul className={classes.tiles}>
          {MEASURES.map((measure) => (
            <li key={measure} className={classes.tile}>
              <span className={classes.what}>{t(`measure.${measure}`)}</span>
              <span className={classes.number}>
                <NumberLink measure={measure} of={{ name: t("totals"), part: {}, numbers: team.total }} />
              </span>
              <Took of={team} measure={measure} />
            </li>
          ))}
        </ul>
      </section>
      <Choice
        of={{ search, set }}
        name="by"
        label={t("by")}
        choices={[
          { value: "", label: t("byQueue") },
          { value: "agent", label: t("byAgent") },
        ]}
      />
      <Plot
        key={by}
        label={t(`plot.${by}`)}
        kind="bars"
        query={drawn}
        by={{ title: t(by), of: ({ name }) => name }}
        series={counts}
        empty={null}
      />
      <Table rows={rowsOf(team, by, t("nobody"))} by={by} />
      <Definitions zone={team.time_zone} />
      <p className={classes.asOf}>{t("asOf", { time: exactTime(new Date(team.as_of), zone) })}</p>
    </div>
  );
}

/** Times of a measure that has some, under its number. */
function Took({ of, measure }: { of: Team; measure: Measure }) {
  const { t } = useTranslation("team");
  const words = useDuration();
  if (measure !== "answered" && measure !== "solved") return null;
  const { median_seconds, p90_seconds } = of.total[measure];
  return (
    <dl className={classes.took}>
      <div>
        <dt>{t("median")}</dt> <dd>{words(median_seconds)}</dd>
      </div>
      <div>
        <dt>{t("p90")}</dt> <dd>{words(p90_seconds)}</dd>
      </div>
    </dl>
  );
}

function Table({ rows, by }: { rows: Row[]; by: "queue" | "agent" }) {
  const { t } = useTranslation("team");
  const words = useDuration();
  const count = (measure: Measure): Column<Row> => ({
    key: measure,
    title: t(`measure.${measure}`),
    number: true,
    cell: (row) => <NumberLink measure={measure} of={row} />,
  });
  const took = (
    measure: "answered" | "solved",
    which: "median_seconds" | "p90_seconds",
    title: string,
  ): Column<Row> => ({
    key: `${measure}_${which}`,
    title,
    number: true,
    cell: ({ numbers }) => words(numbers[measure][which]),
  });
  return (
    <div className={classes.table}>
      <DataTable
        label={t(`table.${by}`)}
        rows={rows}
        keyOf={({ key }) => key}
        columns={[
          { key: "name", title: t(by), heading: true, cell: ({ name }) => name },
          count("open"),
          count("due_today"),
          count("overdue"),
          count("answered"),
          took("answered", "median_seconds", t("answeredMedian")),
          took("answered", "p90_seconds", t("answeredP90")),
          count("solved"),
          took("solved", "median_seconds", t("solvedMedian")),
          took("solved", "p90_seconds", t("solvedP90")),
        ]}
      />
    </div>
  );
}

interface NumberLinkProps {
  measure: Measure;
  of: Pick<Row, "name" | "numbers"> & { part: Part };
}

/** A number that leads to the tickets it counts. */
function NumberLink({ measure, of }: NumberLinkProps) {
  const { t } = useTranslation("team");
  const { locale } = useZone();
  const words = t("listOf", { measure: t(`measure.${measure}`), name: of.name });
  return (
    <Link to="/staff/team/tickets" search={{ measure, ...of.part }} className={classes.link}>
      {numberFormat(locale).format(numberOf(of.numbers, measure))}
      <span className={hidden.hidden}> {words}</span>
    </Link>
  );
}

function Definitions({ zone }: { zone: string }) {
  const { t } = useTranslation("team");
  return (
    <section className={classes.definitions}>
      <h2>{t("definitions.title")}</h2>
      <dl>
        {MEASURES.map((measure) => (
          <div key={measure}>
            <dt>{t(`measure.${measure}`)}</dt>
            <dd>{t(`definitions.${measure}`)}</dd>
          </div>
        ))}
      </dl>
      <p>{t("definitions.median")}</p>
      <p>{t("definitions.agent")}</p>
      <p>{t("definitions.zone", { zone })}</p>
    </section>
  );
}

/** Returns the function that writes business time in words. A day of business has no fixed length, so hours go on. */
function useDuration() {
  const { t } = useTranslation("team");
  return (seconds: number | null | undefined) => {
    if (seconds === null || seconds === undefined) return t("none");
    const whole = Math.round(seconds / 60);
    if (whole === 0) return t("short");
    const [hours, minutes] = [Math.floor(whole / 60), whole % 60];
    return hours === 0 ? t("minutes", { minutes }) : t("hours", { hours, minutes });
  };
}
