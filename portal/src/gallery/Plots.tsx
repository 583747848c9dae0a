/** Plots: by category and by week, in every state. */
import { IconChartBar } from "@tabler/icons-react";
import { EmptyState } from "@/components/states";
import { Plot } from "@/kit/plot/Plot";
import { useMoney, useShortMoney } from "@/kit/show/Money";
import { Example, Section } from "./Example";
import { PIPELINE, problem, WEEKS, YEAR } from "./samples";

const query = (own: object) =>
  ({ data: undefined, isError: false, refetch: async () => ({}), ...own }) as never;
const EMPTY = (
  <EmptyState
    icon={IconChartBar}
    title="Nothing to plot yet"
    text="What is sold appears here, by its stage."
  />
);
const BY_WEEK = { title: "Week", of: ({ from }: (typeof WEEKS)[number]) => from, week: true };
const COUNTS = [
  { key: "opened", title: "Opened", value: ({ opened }: (typeof WEEKS)[number]) => opened },
  { key: "solved", title: "Solved", value: ({ solved }: (typeof WEEKS)[number]) => solved },
  { key: "late", title: "Answered late", value: ({ late }: (typeof WEEKS)[number]) => late },
];

function Pipeline({ label, rows }: { label: string; rows: object }) {
  const money = useMoney();
  const short = useShortMoney("EUR");
  return (
    <Plot
      label={label}
      kind="bars"
      query={query(rows)}
      by={{ title: "Stage", of: ({ stage }: (typeof PIPELINE)[number]) => stage }}
      series={[
        {
          key: "value",
          title: "Value",
          value: ({ minor }) => minor,
          words: ({ amount }) => money({ amount, currency: "EUR" }),
        },
      ]}
      short={short}
      empty={EMPTY}
    />
  );
}

export function Plots() {
  return (
    <Section title="Plots">
      <Example of="Plot: bars by category, with amounts">
        <Pipeline label="Pipeline" rows={{ data: PIPELINE }} />
      </Example>
      <Example of="Plot: bars of several series by week">
        <Plot
          label="Tickets by week"
          kind="bars"
          query={query({ data: WEEKS })}
          by={BY_WEEK}
          series={COUNTS}
          empty={EMPTY}
        />
      </Example>
      <Example of="Plot: lines by week, with a gap">
        <Plot
          label="Tickets by week, as lines"
          kind="lines"
          query={query({ data: WEEKS })}
          by={BY_WEEK}
          series={COUNTS}
          empty={EMPTY}
        />
      </Example>
      <Example of="Plot: a line of many weeks, with five series">
        <Plot
          label="Tickets of a year"
          kind="lines"
          query={query({ data: YEAR })}
          by={{ title: "Week", of: ({ from }: (typeof YEAR)[number]) => from, week: true }}
          series={[0, 1, 2, 3, 4].map((queue) => ({
            key: String(queue),
            title: `Queue ${queue + 1}`,
            value: ({ counts }: (typeof YEAR)[number]) => counts[queue] ?? null,
          }))}
          empty={EMPTY}
        />
      </Example>
      <Example of="Plot: empty, loading, failed">
        <Pipeline label="Empty pipeline" rows={{ data: [] }} />
        <Pipeline label="Loading pipeline" rows={{}} />
        <Pipeline label="Failed pipeline" rows={{ isError: true, error: problem(503) }} />
      </Example>
    </Section>
  );
}
