/** The agents' console: the list, the record and its context side by side, as wide as each person likes. */
import { Splitter } from "@mantine/core";
import { IconArrowLeft, IconClick, IconX } from "@tabler/icons-react";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Suspense, useEffect } from "react";
import { useTranslation } from "react-i18next";
import type { StaffTicket } from "@/api/types";
import hidden from "@/components/hidden.module.css";
import { useTitle } from "@/components/Page";
import { EmptyState, Loading, QueryResult } from "@/components/states";
import { Allowed } from "@/kit/Allowed";
import { type Later, later } from "@/kit/feature/later";
import { useDeskTickets, useTicket } from "../api";
import { dayOf } from "../day";
import type { DeskSearch } from "../search";
import classes from "./DeskPage.module.css";
import { ListPane } from "./ListPane";
import { useFacts, usePanes } from "./panes";
import "./texts";

// The list comes first; what a ticket is shown by is here before one is chosen.
const RecordPane: Later<{ ticket: StaffTicket }> = later(() => import("./RecordPane"), "RecordPane");
const ContextPane: Later<{ ticket: StaffTicket }> = later(() => import("./ContextPane"), "ContextPane");

export default function DeskPage() {
  return (
    <Allowed action="list_tickets">
      <Desk />
    </Allowed>
  );
}

function Desk() {
  const { t } = useTranslation("desk");
  const search = useSearch({ from: "/staff/desk" });
  const navigate = useNavigate({ from: "/staff/desk" });
  const panes = usePanes();
  const facts = useFacts();
  useTitle(t("title"));
  useEffect(() => {
    RecordPane.preload();
    ContextPane.preload();
  }, []);

  const go = (next: DeskSearch) => void navigate({ search: next });
  const { ticket } = search;

  function back() {
    // A number that was looked up would open its ticket again.
    const { ticket: _, number: __, ...list } = search;
    go(list);
  }

  // One tree in every width: a pane of its own for each would lose what is being typed when the window changes.
  return (
    <>
      <h1 className={hidden.hidden}>{t("title")}</h1>
      <Splitter
        className={classes.desk}
        data-opened={ticket ? true : undefined}
        data-facts={facts.shown ? "shown" : "hidden"}
        sizes={panes.sizes}
        onSizeChange={panes.change}
        lineSize={1}
        handleColor="var(--portico-line)"
        step={2}
        withHandle={false}
        classNames={{ handle: classes.handle }}
      >
        <Splitter.Pane defaultSize={29} min={20} className={`${classes.pane} ${classes.list}`}>
          <ListPane search={search} onFilter={go} onSelect={(chosen) => go({ ...search, ticket: chosen })} />
        </Splitter.Pane>
        <Splitter.Pane
          defaultSize={45}
          min={30}
          className={`${classes.pane} ${classes.opened} ${classes.record}`}
        >
          {ticket ? (
            <>
              <button type="button" className={classes.back} onClick={back}>
                <IconArrowLeft size={16} aria-hidden /> {t("backToList")}
              </button>
              <Opened key={ticket} id={ticket} part="record" />
            </>
          ) : (
            <NothingOpen />
          )}
        </Splitter.Pane>
        <Splitter.Pane
          defaultSize={26}
          min={20}
          className={`${classes.pane} ${classes.opened} ${classes.context}`}
        >
          {ticket && (
            <>
              <button type="button" className={classes.hide} onClick={() => facts.show(false)}>
                <IconX size={16} aria-hidden /> {t("factsHide")}
              </button>
              <Opened key={ticket} id={ticket} part="context" />
            </>
          )}
        </Splitter.Pane>
      </Splitter>
    </>
  );
}

/** While no ticket is chosen: what one's own come to. */
function NothingOpen() {
  const { t } = useTranslation("desk");
  const assigned = useDeskTickets({ view: "assigned", status: "active" }, true);
  const tickets = assigned.data?.pages.flatMap((page) => page.items) ?? [];
  const day = dayOf(tickets, Date.now());
  return (
    <>
      <EmptyState icon={IconClick} title={t("pick")} text={`${t("pickText")} ${t("keys.hint")}`} />
      {tickets.length > 0 && (
        <dl className={classes.day}>
          {(["late", "soon", "asked", "solved"] as const).map((name) => (
            <div key={name}>
              <dt>{t(`day.${name}`)}</dt>
              <dd data-tint={name === "late" && day.late > 0 ? "danger" : undefined}>{day[name]}</dd>
            </div>
          ))}
        </dl>
      )}
    </>
  );
}

function Opened({ id, part }: { id: string; part: "record" | "context" }) {
  const ticket = useTicket<StaffTicket>(id, { refresh: part === "record" });
  // One pane says what failed; two saying the same would only be noise.
  if (part === "context" && !ticket.data) return null;
  const Pane = part === "record" ? RecordPane : ContextPane;
  return (
    <QueryResult query={ticket} lines={8}>
      {(found) => (
        <Suspense fallback={part === "record" ? <Loading lines={8} /> : null}>
          <Pane ticket={found} />
        </Suspense>
      )}
    </QueryResult>
  );
}
