/** The list of tickets to work on: two lines each, one where there is room, the most urgent first, renewed by itself under a still selection. */
import { ActionIcon, Button, NativeSelect, SegmentedControl } from "@mantine/core";
import { IconInbox, IconRefresh } from "@tabler/icons-react";
import { type KeyboardEvent, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { StaffTicketSummary } from "@/api/types";
import { EmptyState, Failed, Loading } from "@/components/states";
import { severityLook, stateLook } from "@/components/status";
import { Due, When } from "@/components/When";
import { type ListFilter, useDeskTickets } from "../api";
import { nextDue, standsStill } from "../due";
import type { DeskSearch } from "../search";
import { useStateLabel } from "../TicketState";
import classes from "./ListPane.module.css";
import { useDeskQueues } from "./queues";

interface Props {
  search: DeskSearch;
  onFilter: (search: DeskSearch) => void;
  onSelect: (ticket: string) => void;
}

export function ListPane({ search, onFilter, onSelect }: Props) {
  const { t } = useTranslation("desk");
  const { queues, queue, assigned } = useDeskQueues(search);
  const filter: ListFilter = {
    view: assigned ? "assigned" : "queue",
    status: search.status ?? "active",
    ...(queue && !assigned ? { queue } : {}),
    ...(search.number ? { number: search.number } : {}),
  };
  const tickets = useDeskTickets(filter, assigned || Boolean(queue) || Boolean(search.number));
  const items = tickets.data?.pages.flatMap((page) => page.items) ?? [];
  const only = search.number && items.length === 1 ? items[0]?.id : undefined;

  useEffect(() => {
    // Whoever looked up a number wants that ticket, not a list of one.
    if (only && search.ticket !== only) onSelect(only);
  }, [only, search.ticket, onSelect]);

  const which = assigned ? "assigned" : (queue ?? "");
  const kept = search.ticket ? { ticket: search.ticket } : {};

  return (
    <section className={classes.pane} aria-label={t("list")}>
      <div className={classes.tools}>
        <h2 className={classes.title}>
          {search.number ?? (assigned ? t("assigned") : queues.find(({ id }) => id === queue)?.name)}{" "}
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
            if (value === "assigned") onFilter({ ...kept, ...status, view: "assigned" });
            else onFilter({ ...kept, ...status, queue: value });
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
            const { number: _, status: __, ...rest } = search;
            onFilter(value === "done" ? { ...rest, status: "done" } : rest);
          }}
          data={[
            { value: "active", label: t("active") },
            { value: "done", label: t("done") },
          ]}
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
      </div>
      {tickets.isPending ? (
        <div className={classes.inset}>
          <Loading lines={10} />
        </div>
      ) : tickets.isError && items.length === 0 ? (
        <Failed error={tickets.error} onRetry={() => void tickets.refetch()} />
      ) : items.length === 0 ? (
        <Empty number={search.number} assigned={assigned} />
      ) : (
        <>
          <Rows items={items} selected={search.ticket} onSelect={onSelect} />
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
    </section>
  );
}

function Empty({ number, assigned }: { number: string | undefined; assigned: boolean }) {
  const { t } = useTranslation("desk");
  if (number)
    return <EmptyState icon={IconInbox} title={t("emptyNumber", { number })} text={t("emptyNumberText")} />;
  return (
    <EmptyState
      icon={IconInbox}
      title={t(assigned ? "emptyAssigned" : "emptyTitle")}
      text={t(assigned ? "emptyAssignedText" : "emptyText")}
    />
  );
}

/** How long one rests on a row before it opens, in milliseconds. */
const REST = 400;

interface RowsProps {
  items: StaffTicketSummary[];
  selected: string | undefined;
  onSelect: (ticket: string) => void;
}

function Rows({ items, selected, onSelect }: RowsProps) {
  const { t } = useTranslation("desk");
  const list = useRef<HTMLUListElement>(null);
  const top = useRef<number | null>(null);
  const rest = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(rest.current), []);

  // When the list renews and rows move, the selected one stays where the eye left it.
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
    const step =
      event.key === "ArrowDown" || event.key === "j"
        ? 1
        : event.key === "ArrowUp" || event.key === "k"
          ? -1
          : 0;
    if (step === 0 || event.ctrlKey || event.metaKey) return;
    const buttons = [...(list.current?.querySelectorAll("button") ?? [])];
    const next = buttons[buttons.indexOf(document.activeElement as HTMLButtonElement) + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
    // Each ticket that is opened is read, and its ledger says so: one merely passed on the way is not.
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
          nobody={t("nobody")}
          onSelect={() => onSelect(ticket.id)}
        />
      ))}
    </ul>
  );
}

interface RowProps {
  ticket: StaffTicketSummary;
  selected: boolean;
  nobody: string;
  onSelect: () => void;
}

function Row({ ticket, selected, nobody, onSelect }: RowProps) {
  const due = nextDue(ticket);
  const label = useStateLabel()(ticket);
  const State = stateLook(ticket.state).icon;
  const Severity = severityLook(ticket.severity).icon;
  const from = ticket.account?.name ?? ticket.partner?.name;
  return (
    <li>
      <button type="button" className={classes.row} aria-current={selected || undefined} onClick={onSelect}>
        <span className={classes.synopsis}>{ticket.synopsis}</span>{" "}
        <span className={classes.due}>
          {due ? <Due brief at={due} paused={standsStill(ticket.state)} /> : <When at={ticket.updated_at} />}
        </span>{" "}
        <span className={classes.meta}>
          {ticket.number} · {from && `${from} · `}
          {ticket.requester.name} · {ticket.assignee?.name ?? nobody}
        </span>{" "}
        <span className={classes.marks}>
          <Severity
            size={15}
            role="img"
            aria-label={ticket.severity_label}
            className={classes.severity}
            data-tint={severityLook(ticket.severity).tint}
          />{" "}
          <span className={classes.state} title={label}>
            <State size={15} aria-hidden />
            <span className={classes.stateWord}>{label}</span>
          </span>
        </span>
      </button>
    </li>
  );
}
