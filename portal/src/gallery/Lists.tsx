/** Lists: one that works, and one in every state. */
import { IconInbox } from "@tabler/icons-react";
import { useSearch } from "@tanstack/react-router";
import { SeverityMark, Status } from "@/components/Status";
import { Due, When } from "@/components/When";
import { TextField } from "@/kit/form/TextField";
import type { RowAct } from "@/kit/list/acts";
import { type Column, RowLink, RowText } from "@/kit/list/DataTable";
import { Days } from "@/kit/list/Days";
import { Choice, Select, Words } from "@/kit/list/filters";
import { List, ListPage } from "@/kit/list/ListPage";
import { type ListedPage, type Listing, useListing } from "@/kit/list/useListing";
import { ActDialog } from "@/kit/record/ActDialog";
import { Example, Section } from "./Example";
import { answer, DUE, problem, stale, TIMES } from "./samples";

interface Row {
  id: string;
  synopsis: string;
  state: "open" | "waiting" | "resolved";
  severity: string;
  due: string;
  version: number;
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
    version: 1,
  },
  {
    id: "T-1096",
    synopsis: "Second login ends the first one",
    state: "resolved",
    severity: "low",
    due: DUE.far,
    version: 1,
  },
  {
    id: "T-1065",
    synopsis: "Orders come in twice",
    state: "open",
    severity: "critical",
    due: DUE.late,
    version: 1,
  },
];

/** A ticket that is yet to be submitted. */
const NEW: Row = { id: "", synopsis: "", state: "open", severity: "low", due: "", version: 0 };

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

const saved = () => answer({ version: 2 });

/** One act that works, one that the server refuses for some rows, and one that asks something first. */
const ACTS: RowAct<Row>[] = [
  {
    name: "take",
    label: "Take",
    send: () => saved,
    done: ({ id }) => `${id} is yours.`,
    undo: () => saved,
  },
  { name: "close", label: "Close", send: ({ state }) => (state === "open" ? stale : saved) },
  {
    name: "submit",
    label: "Submit a ticket…",
    dialog: (asked) => (
      <ActDialog
        {...asked}
        title="Submit a ticket"
        submit="Submit"
        start={{ synopsis: asked.row.synopsis }}
        send={() => saved}
      >
        {(form) => <TextField of={form} name="synopsis" label="Synopsis" data-autofocus />}
      </ActDialog>
    ),
  },
];

/** A solved ticket is only closed. */
function allowed({ id, state }: Row) {
  if (!id) return ["submit"];
  return state === "resolved" ? ["close"] : ["take", "close"];
}

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
      filters={
        <>
          <Choice
            of={list}
            name="state"
            label="State"
            choices={{ "": "All", open: "open", waiting: "waiting" }}
          />
          <Select
            of={list}
            name="severity"
            label="Severity"
            choices={[
              { value: "", label: "All" },
              { value: "critical", label: "1-Critical" },
              { value: "high", label: "2-High" },
              { value: "low", label: "4-Low" },
            ]}
          />
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
      fresh={NEW}
      acts={ACTS}
      allowed={allowed}
      views="sample"
      file="tickets"
      empty={{ icon: IconInbox, title: "No ticket has these words" }}
    />
  );
}

/** A list in a fixed state. */
const still = (query: object, search: Search = {}): Listing<ListedPage<Row>, Search> => ({
  key: ["still"],
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
      <Example of="ListPage: it works, with acts on a row and on the chosen ones">
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
      <Example of="Days: those of a list">
        <Days
          of={{ search: { from: "2026-11-02", to: "2026-11-20" }, set: () => undefined }}
          label="Opened"
        />
      </Example>
      {Object.entries(LISTS).map(([state, list]) => (
        <Example key={state} of={`List: ${state}`}>
          <List
            list={list}
            label={`Tickets, ${state}`}
            dense
            columns={COLUMNS}
            empty={{ icon: IconInbox, title: "No tickets yet", text: "What you ask us appears here." }}
          />
        </Example>
      ))}
    </Section>
  );
}
