/**
 * List of tickets to work on, the most urgent first: two lines each, or one where there is room. It renews itself
 * and keeps the selection in place.
 */
import { ActionIcon, Button, NativeSelect, SegmentedControl } from "@mantine/core";
import { useCallbackRef } from "@mantine/hooks";
import { IconInbox, IconRefresh } from "@tabler/icons-react";
import { type KeyboardEvent, memo, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { SEARCH_TICKETS_Q } from "@/api/limits";
import type { StaffTicketSummary } from "@/api/types";
import { SeverityMark, Status } from "@/components/Status";
import { EmptyState, Failed, Loading } from "@/components/states";
import { Due, useZone, When } from "@/components/When";
import { queuesKey } from "@/context/company";
import { homeQueryKey } from "@/context/home";
import { useNamedKeys } from "@/context/keys";
import { numberOrDigits } from "@/context/numbers";
import { Bulk } from "@/kit/list/Bulk";
import { Chooser, chooseByKey } from "@/kit/list/Chooser";
import { Words } from "@/kit/list/filters";
import { type Selection, useSelection } from "@/kit/list/selection";
import "@/kit/list/texts";
import { Tools } from "@/kit/list/Tools";
import { viewOf } from "@/kit/list/views";
import { type ListFilter, listTickets, useDeskTickets } from "../api";
import { nextDue, standsStill } from "../due";
import { valuesOf } from "../fields/values";
import { useFieldColumns } from "../file";
import { Order } from "../Order";
import { orderOf } from "../order";
import type { DeskSearch } from "../search";
import { useStateLabel } from "../TicketState";
import { useTicketWords } from "../words";
import { useDeskBulkActs } from "./bulk";
import { useDeskFile } from "./file";
import classes from "./ListPane.module.css";
import { OnlyChips } from "./OnlyChips";
import { countsOf, isOnly, ONLY, type Only } from "./only";
import { useDeskQueues } from "./queues";

/** Views within one's own tickets, all of which somebody has. */
const MINE = ["late", "waiting"] as const;

/** The parts of an address that are given. */
function given(search: DeskSearch): DeskSearch {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined)) as DeskSearch;
}

interface Props {
  search: DeskSearch;
  onFilter: (search: DeskSearch) => void;
  onSelect: (ticket: string) => void;
}

export function ListPane({ search, onFilter, onSelect }: Props) {
  const { t } = useTranslation("desk");
  const { t: list } = useTranslation("list");
  const { queues, queue, assigned } = useDeskQueues(search);
  const filter: ListFilter = {
    view: assigned ? "assigned" : "queue",
    status: search.status ?? "active",
    ...(queue && !assigned ? { queue } : {}),
    ...orderOf(search, search.status !== "done", useZone().timeZone),
    ...(search.number ? { number: search.number } : {}),
    ...(search.q ? { q: search.q } : {}),
  };
  const sought = search.number ?? search.q;
  const tickets = useDeskTickets(filter, assigned || Boolean(queue) || Boolean(sought));
  const all = tickets.data?.pages.flatMap((page) => page.items) ?? [];
  // Words and numbers are looked for everywhere, and what is done is neither late nor anybody's.
  const narrows = !sought && filter.status === "active";
  const within = narrows ? search.only : undefined;
  const now = Date.now();
  const items = within ? all.filter((ticket) => isOnly(within, ticket, now)) : all;
  const counts = countsOf(
    {
      items: all,
      more: tickets.hasNextPage,
      unassigned: assigned ? undefined : queues.find(({ id }) => id === queue)?.unassigned,
    },
    now,
  );
  const selection = useSelection(items.map(({ id }) => id));
  const pane = useRef<HTMLElement>(null);
  const acts = useDeskBulkActs();
  const file = useDeskFile();
  useNamedKeys([
    { key: "j", name: t("keys.down") },
    { key: "k", name: t("keys.up") },
    { key: "x", name: list("chooseKey") },
  ]);
  const further = useFieldColumns<StaffTicketSummary>(valuesOf);
  const only = search.number && items.length === 1 ? items[0]?.id : undefined;

  useEffect(() => {
    // Looking up a number opens that ticket instead of a list of one.
    if (only && search.ticket !== only) onSelect(only);
  }, [only, search.ticket, onSelect]);

  const which = assigned ? "assigned" : (queue ?? "");
  const kept = search.ticket ? { ticket: search.ticket } : {};
  const { order, from, to } = search;
  const ordered = given({ order, from, to });
  // A number leads to its ticket; words are looked for among all tickets that the reader may see.
  function find({ q = "" }: { q?: string | undefined }) {
    const { number: _, q: __, ...rest } = search;
    const number = numberOrDigits(q);
    if (number) return onFilter({ number });
    onFilter(q.trim() ? { ...rest, q: q.trim() } : rest);
  }

  return (
    <section ref={pane} tabIndex={-1} className={classes.pane} aria-label={t("list")}>
      <div className={classes.tools}>
        <h2 className={classes.title}>
          {sought ?? (assigned ? t("assigned") : queues.find(({ id }) => id === queue)?.name)}{" "}
          {items.length > 0 && (
            <span className={classes.count}>
              {items.length}
              {tickets.hasNextPage && "+"}
            </span>
          )}
        </h2>
        <NativeSelect
          size="xs"
          className={classes.which}
          aria-label={t("queues")}
          value={which}
          onChange={(event) => {
            const value = event.currentTarget.value;
            const status = search.status ? { status: search.status } : {};
            if (value === "assigned") onFilter({ ...kept, ...status, ...ordered, view: "assigned" });
            else onFilter({ ...kept, ...status, ...ordered, queue: value });
          }}
        >
          <option value="assigned">{t("assigned")}</option>
          {queues.map((queue) => (
            <option key={queue.id} value={queue.id}>
              {queue.name}
            </option>
          ))}
        </NativeSelect>
        <SegmentedControl
          size="xs"
          aria-label={t("status")}
          value={search.status ?? "active"}
          onChange={(value) => {
            const { number: _, q: __, status: ___, only: ____, ...rest } = search;
            onFilter(value === "done" ? { ...rest, status: "done" } : rest);
          }}
          data={[
            { value: "active", label: t("active") },
            { value: "done", label: t("done") },
          ]}
        />
        <div className={classes.finding}>
          <Words
            of={{ search, set: find }}
            name="q"
            label={t("find")}
            region={t("findRegion")}
            placeholder={t("findHint")}
            act={t("findAct")}
            most={SEARCH_TICKETS_Q.most}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t("refresh")}
            loading={tickets.isRefetching && !tickets.isFetchingNextPage}
            onClick={() => void tickets.refetch()}
          >
            <IconRefresh size={16} aria-hidden />
          </ActionIcon>
          <Tools
            size="xs"
            views={{
              list: "desk",
              search: viewOf({ ...search, ...(assigned || !queue ? {} : { queue }) }, [
                "ticket",
                "number",
                "q",
              ]),
              onShow: (view) => onFilter({ ...kept, ...view }),
            }}
            file={
              items.length > 0
                ? {
                    file: "tickets",
                    columns: file,
                    further,
                    ask: ({ limit, cursor }) =>
                      listTickets<StaffTicketSummary>({ ...filter, cursor, with_fields: true }, limit),
                  }
                : undefined
            }
          />
        </div>
        {!sought && (
          <div className={classes.order}>
            <Order
              size="xs"
              urgent={search.status !== "done"}
              of={{ search, set: (part) => onFilter(given({ ...search, ...part })) }}
            />
          </div>
        )}
        {narrows && all.length > 0 && (
          <OnlyChips
            counts={counts}
            of={assigned ? MINE : ONLY}
            chosen={within}
            onChoose={(only) => {
              const { only: _, ...rest } = search;
              onFilter(only ? { ...rest, only } : rest);
            }}
          />
        )}
      </div>
      {tickets.isPending ? (
        <div className={classes.inset}>
          <Loading lines={10} />
        </div>
      ) : tickets.isError && items.length === 0 ? (
        <Failed error={tickets.error} onRetry={() => void tickets.refetch()} />
      ) : all.length === 0 || (items.length === 0 && !tickets.hasNextPage) ? (
        <Empty search={search} assigned={assigned} within={within} />
      ) : (
        <>
          <Rows items={items} selected={search.ticket} selection={selection} onSelect={onSelect} />
          {tickets.hasNextPage && (
            <Button
              variant="subtle"
              size="xs"
              fullWidth
              loading={tickets.isFetchingNextPage}
              onClick={() => void tickets.fetchNextPage()}
            >
              {t("more")}
            </Button>
          )}
        </>
      )}
      {/* What became of the chosen is told also when the list has nothing more. */}
      <div className={classes.bulk}>
        <Bulk
          rows={items}
          nameOf={({ number, synopsis }) => `${number} ${synopsis}`}
          selection={selection}
          acts={acts}
          refreshes={[["tickets"], queuesKey, ["touches"], homeQueryKey]}
          place={pane}
        />
      </div>
    </section>
  );
}

interface EmptyProps {
  search: DeskSearch;
  assigned: boolean;
  within: Only | undefined;
}

function Empty({ search: { number, q, from, to }, assigned, within }: EmptyProps) {
  const { t } = useTranslation("desk");
  const words = useTicketWords();
  if (within) return <EmptyState icon={IconInbox} title={t(`only.none.${within}`)} />;
  if (number)
    return <EmptyState icon={IconInbox} title={t("emptyNumber", { number })} text={t("emptyNumberText")} />;
  if (q)
    return <EmptyState icon={IconInbox} title={t("emptyWords", { words: q })} text={t("emptyWordsText")} />;
  if (from || to)
    return (
      <EmptyState
        icon={IconInbox}
        title={words("list.emptyFiltered")}
        text={words("list.emptyFilteredText")}
      />
    );
  return (
    <EmptyState
      icon={IconInbox}
      title={t(assigned ? "emptyAssigned" : "emptyTitle")}
      text={t(assigned ? "emptyAssignedText" : "emptyText")}
    />
  );
}

/** Time that the focus rests on a row before the ticket opens, in milliseconds. */
const REST = 400;

/** Returns the step of a key in the list: 1 down, -1 up, 0 for other keys. */
function stepOf(key: string): number {
  if (key === "ArrowDown" || key.toLowerCase() === "j") return 1;
  return key === "ArrowUp" || key.toLowerCase() === "k" ? -1 : 0;
}

const ids = (ticket: StaffTicketSummary | undefined) => (ticket ? [ticket.id] : []);

interface RowsProps {
  items: StaffTicketSummary[];
  selected: string | undefined;
  selection: Selection;
  onSelect: (ticket: string) => void;
}

function Rows({ items, selected, selection, onSelect }: RowsProps) {
  const { t } = useTranslation("desk");
  const list = useRef<HTMLUListElement>(null);
  const top = useRef<number | null>(null);
  const rest = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(rest.current), []);
  const toggle = useCallbackRef(selection.toggle);
  const select = useCallbackRef(onSelect);

  // When the list renews and rows move, the selected row stays at the same place on the screen.
  useEffect(() => {
    const row = list.current?.querySelector<HTMLElement>('[aria-current="true"]');
    const box = list.current;
    // A list that is not drawn has no places to compare.
    if (!row || !box?.clientHeight) {
      top.current = null;
      return;
    }
    const now = row.offsetTop - box.scrollTop;
    if (top.current !== null && now !== top.current && now >= 0) box.scrollTop += now - top.current;
    top.current = row.offsetTop - box.scrollTop;
  });

  function onKey(event: KeyboardEvent<HTMLUListElement>) {
    const step = stepOf(event.key);
    if (step === 0 || event.ctrlKey || event.metaKey) return;
    const rows = [...(list.current?.children ?? [])];
    const here = rows.findIndex((row) => row.contains(document.activeElement));
    const next = rows[here + step]?.querySelector("button");
    const to = items[here + step];
    if (!next || !to) return;
    event.preventDefault();
    next.focus();
    // With Shift the rows on the way are chosen, and none is opened.
    if (event.shiftKey) return selection.choose([...selection.chosen, ...ids(items[here]), to.id]);
    // An opened ticket is read and leaves a touch; a ticket that the focus only passes is not opened.
    clearTimeout(rest.current);
    rest.current = setTimeout(() => document.activeElement === next && next.click(), REST);
  }

  return (
    <ul
      ref={list}
      className={classes.rows}
      onKeyDown={onKey}
      onScroll={() => {
        const row = list.current?.querySelector<HTMLElement>('[aria-current="true"]');
        top.current = row && list.current ? row.offsetTop - list.current.scrollTop : null;
      }}
    >
      {items.map((ticket) => (
        <Row
          key={ticket.id}
          ticket={ticket}
          selected={ticket.id === selected}
          chosen={selection.has(ticket.id)}
          nobody={t("nobody")}
          onToggle={toggle}
          onSelect={select}
        />
      ))}
    </ul>
  );
}

interface RowProps {
  ticket: StaffTicketSummary;
  selected: boolean;
  chosen: boolean;
  nobody: string;
  onToggle: (ticket: string, run: boolean) => void;
  onSelect: (ticket: string) => void;
}

/** Drawn again only if it changes: a click in the list changes two of its rows. */
const Row = memo(function Row({ ticket, selected, chosen, nobody, onToggle, onSelect }: RowProps) {
  const { t } = useTranslation("list");
  const due = nextDue(ticket);
  const label = useStateLabel()(ticket);
  const from = ticket.account?.name ?? ticket.partner?.name;
  const toggle = (run: boolean) => onToggle(ticket.id, run);
  return (
    <li
      className={classes.item}
      data-chosen={chosen || undefined}
      onKeyDown={(event) => chooseByKey(event, toggle)}
    >
      <Chooser
        name={t("chooseRow", { name: `${ticket.number} ${ticket.synopsis}` })}
        checked={chosen}
        onToggle={toggle}
      />
      <button
        type="button"
        className={classes.row}
        aria-current={selected || undefined}
        onClick={() => onSelect(ticket.id)}
      >
        <span className={classes.synopsis}>{ticket.synopsis}</span>{" "}
        <span className={classes.due}>
          {due ? <Due brief at={due} paused={standsStill(ticket.state)} /> : <When at={ticket.updated_at} />}
        </span>{" "}
        <span className={classes.meta}>
          {ticket.number} · {from && `${from} · `}
          {ticket.requester.name} · {ticket.assignee?.name ?? nobody}
        </span>{" "}
        <span className={classes.marks}>
          <span className={classes.severity}>
            <SeverityMark severity={ticket.severity} label={ticket.severity_label} bare />
          </span>{" "}
          <Status state={ticket.state} label={label} folds />
        </span>
      </button>
    </li>
  );
});
