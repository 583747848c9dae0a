/** Lists: one that works, and one in every state. */
import { Button } from "@mantine/core";
import { IconInbox } from "@tabler/icons-react";
import { useSearch } from "@tanstack/react-router";
import { SeverityMark, Status } from "@/components/Status";
import { EmptyState } from "@/components/states";
import { Due, When } from "@/components/When";
import type { BulkAct } from "@/kit/list/BulkBar";
import { type Column, RowLink, RowText } from "@/kit/list/DataTable";
import { Choice, Select, Words } from "@/kit/list/filters";
import { List, ListPage } from "@/kit/list/ListPage";
import { type ListedPage, type Listing, useListing } from "@/kit/list/useListing";
import { Example, Section } from "./Example";
import { DUE, problem, TIMES } from "./samples";

interface Row {
  id: string;
  synopsis: string;
  state: "open" | "waiting" | "resolved";
  severity: string;
  due: string;
}

interface Search {
  state?: string | undefined;
  severity?: string | undefined;
  q?: string | undefined;
  cursor?: string | undefined;
  sort?: string | undefined;
}

const ROWS: Row[] = [
  {
    id: "T-1069",
    synopsis: "Hand scanner loses the network between two halls",
    state: "waiting",
    severity: "high",
    due: DUE.soon,
  },
  {
    id: "T-1096",
    synopsis: "Second login ends the first one",
    state: "resolved",
    severity: "low",
    due: DUE.far,
  },
  { id: "T-1065", synopsis: "Orders come in twice", state: "open", severity: "critical", due: DUE.late },
];

const COLUMNS: Column<Row>[] = [
  {
    key: "synopsis",
    title: "Ticket",
    heading: true,
    sort: ({ synopsis }) => synopsis,
    csv: ({ id, synopsis }) => `${id} ${synopsis}`,
    cell: ({ id, synopsis }) => (
      <RowLink to="/">
        <RowText name={id} text={synopsis} />
      </RowLink>
    ),
  },
  { key: "state", title: "State", bare: "end", cell: ({ state }) => <Status state={state} label={state} /> },
  {
    key: "severity",
    title: "Severity",
    sort: ({ severity }) => severity,
    cell: ({ severity }) => <SeverityMark severity={severity} label={severity} />,
  },
  { key: "changed", title: "Last change", cell: () => <When at={TIMES[1] ?? ""} /> },
  { key: "due", title: "Due", cell: ({ due }) => <Due at={due} brief /> },
];

/** One act that works, and one that some rows refuse. */
const ACTS: BulkAct<Row>[] = [
  { name: "take", label: "Take", act: async () => undefined },
  {
    name: "close",
    label: "Close",
    act: async ({ state }) => {
      if (state === "open") throw problem(412);
    },
  },
];

const choices = (...values: string[]) => [
  { value: "", label: "All" },
  ...values.map((value) => ({ value, label: value })),
];

function Working() {
  const search = useSearch({ strict: false }) as Search;
  const { state, severity, q = "" } = search;
  const list = useListing<ListedPage<Row>, Search>({
    key: ["sample"],
    search,
    ask: async () => ({
      items: ROWS.filter(
        (row) =>
          (!state || row.state === state) &&
          (!severity || row.severity === severity) &&
          row.synopsis.toLowerCase().includes(q.toLowerCase()),
      ),
    }),
  });
  return (
    <ListPage
      title="Tickets"
      subtitle="A page that is a list."
      actions={<Button>Submit a new ticket</Button>}
      filters={
        <>
          <Choice of={list} name="state" label="State" choices={choices("open", "waiting")} />
          <Select of={list} name="severity" label="Severity" choices={choices("critical", "high", "low")} />
        </>
      }
      find={
        <Words
          of={list}
          name="q"
          label="Words"
          region="Tickets by words"
          placeholder="Words"
          act="Find"
          most={60}
        />
      }
      list={list}
      label="Tickets"
      columns={COLUMNS}
      keyOf={({ id }) => id}
      nameOf={({ id }) => id}
      bulk={{ acts: ACTS, refreshes: [] }}
      views="sample"
      file="tickets"
      empty={<EmptyState icon={IconInbox} title="No ticket has these words" />}
    />
  );
}

/** A list in a fixed state. */
const still = (query: object, search: Search = {}): Listing<ListedPage<Row>, Search> => ({
  query: {
    data: undefined,
    isError: false,
    isPlaceholderData: false,
    refetch: async () => undefined,
    ...query,
  } as never,
  search,
  set: () => undefined,
  turn: () => undefined,
  show: () => undefined,
  view: {},
  ask: null,
});

const LISTS: Record<string, Listing<ListedPage<Row>, Search>> = {
  "in the middle of more": still({ data: { items: ROWS, next_cursor: "c" } }, { cursor: "b" }),
  empty: still({ data: { items: [] } }),
  loading: still({}),
  failed: still({ isError: true, error: problem(503) }),
  forbidden: still({ isError: true, error: problem(403) }),
};

export function Lists() {
  return (
    <Section title="Lists">
      <Example of="ListPage: it works">
        <Working />
      </Example>
      <Example of="Words: the search of a page">
        <Words
          large
          of={still({})}
          name="q"
          label="Search the answers"
          region="Answers by words"
          placeholder="How can we help?"
          act="Search"
          most={60}
        />
      </Example>
      {Object.entries(LISTS).map(([state, list]) => (
        <Example key={state} of={`List: ${state}`}>
          <List
            list={list}
            label={`Tickets, ${state}`}
            dense
            columns={COLUMNS}
            keyOf={({ id }) => id}
            empty={
              <EmptyState icon={IconInbox} title="No tickets yet" text="What you ask us appears here." />
            }
          />
        </Example>
      ))}
    </Section>
  );
}
