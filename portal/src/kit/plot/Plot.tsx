/**
 * Numbers by category or by week, as bars or lines; one click shows the table of the same numbers. The table is always
 * there for screen readers. The drawing is loaded when the first plot is shown.
 */
import { Button } from "@mantine/core";
import { IconChartBar, IconTable } from "@tabler/icons-react";
import type { UseQueryResult } from "@tanstack/react-query";
import { lazy, type ReactNode, Suspense, useCallback, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Boundary } from "@/components/Boundary";
import { numberFormat } from "@/components/formats";
import hidden from "@/components/hidden.module.css";
import { Loading, QueryResult } from "@/components/states";
import { plainDate, shortDate } from "@/components/time";
import { useZone } from "@/components/When";
import { DataTable } from "@/kit/list/DataTable";
import classes from "./Plot.module.css";
import { type By, hasValues, type Point, pointsOf, type Series } from "./points";
import "./texts";

const Drawing = lazy(() => import("./Drawing"));

export type { By, Series };

/** Most series of one plot: as many as there are colours and patterns to know them by. */
export const MOST_SERIES = 5;

interface Props<Row> {
  /** Name of what is shown, for screen readers; the page has it as a heading. */
  label: string;
  kind: "bars" | "lines";
  query: UseQueryResult<readonly Row[]>;
  by: By<Row>;
  /** At most `MOST_SERIES`. */
  series: readonly Series<Row>[];
  /** Writes a value in short, at the axis and at a bar. */
  short?: (value: number) => string;
  /** Shown if no row has a value. */
  empty: ReactNode;
}

export function Plot<Row>({ query, empty, ...props }: Props<Row>) {
  const { t } = useTranslation("plot");
  const { locale } = useZone();
  const { by, series } = props;
  return (
    <QueryResult query={query} lines={6}>
      {(rows) => {
        const numbers = numberFormat(locale);
        const points = pointsOf(rows, by, series, {
          number: (value) => numbers.format(value),
          none: t("none"),
          day: (date) => shortDate(date, locale),
          week: (date) => t("week", { day: plainDate(date, locale) }),
        });
        return hasValues(points) ? <Shown {...props} points={points} /> : empty;
      }}
    </QueryResult>
  );
}

type ShownProps<Row> = Omit<Props<Row>, "query" | "empty"> & { points: Point[] };

function Shown<Row>({ label, kind, by, series, short, points }: ShownProps<Row>) {
  const { t } = useTranslation("plot");
  const { locale } = useZone();
  const [table, setTable] = useState(false);
  const [broken, setBroken] = useState(false);
  const onBroken = useCallback(() => setBroken(true), []);
  const compact = numberFormat(locale, { notation: "compact", maximumFractionDigits: 1 });
  const drawn = !table && !broken;
  return (
    <figure className={classes.plot} aria-label={label}>
      {!broken && (
        <Button
          className={classes.turn ?? ""}
          variant="subtle"
          color="gray"
          size="compact-xs"
          leftSection={table ? <IconChartBar size={15} aria-hidden /> : <IconTable size={15} aria-hidden />}
          onClick={() => setTable(!table)}
        >
          {t(table ? "asPlot" : "asTable")}
        </Button>
      )}
      {broken && <p className={classes.broken}>{t("broken")}</p>}
      {drawn && (
        <Boundary instead={<Instead onShown={onBroken} />}>
          <Suspense fallback={<Loading lines={6} />}>
            <Drawing
              kind={kind}
              points={points}
              series={series.map(({ title }) => title)}
              short={short ?? ((value) => compact.format(value))}
              label={t("drawing", { label })}
            />
          </Suspense>
        </Boundary>
      )}
      <div className={drawn ? hidden.hidden : classes.table}>
        <DataTable
          label={label}
          dense
          rows={points}
          keyOf={({ key }) => key}
          columns={[
            { key: "by", title: by.title, heading: true, cell: ({ full }) => full },
            ...series.map(({ key, title }, index) => ({
              key,
              title,
              number: true,
              cell: ({ words }: Point) => words[index],
            })),
          ]}
        />
      </div>
    </figure>
  );
}

/** Shows the table where the drawing failed, or did not come. */
function Instead({ onShown }: { onShown: () => void }) {
  useEffect(onShown, [onShown]);
  return null;
}
