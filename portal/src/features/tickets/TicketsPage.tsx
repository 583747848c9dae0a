/** *My Tickets*, and the company's for those who see them. Filter and page stand in the address, so Back restores them. */
import { Button, SegmentedControl } from "@mantine/core";
import { IconChevronRight, IconPencilPlus, IconSearch, IconTicketOff } from "@tabler/icons-react";
import { Link, Navigate, useNavigate, useSearch } from "@tanstack/react-router";
import { Page } from "@/components/Page";
import { EmptyState, QueryResult } from "@/components/states";
import { useHome, useTicketLists } from "@/context/home";
import { askingAs, usePlaces } from "@/context/places";
import { useSession } from "@/context/session";
import type { TicketSearch } from "@/shell/search";
import { useTickets } from "./api";
import { NumberLookup } from "./NumberLookup";
import { TicketList } from "./TicketList";
import classes from "./TicketsPage.module.css";
import "./texts";
import { useReopenable, useTicketWords } from "./words";

export default function TicketsPage() {
  const t = useTicketWords();
  const { hat } = useSession();
  const places = usePlaces();
  const { data: home, isPending: unknown } = useHome();
  const as = askingAs(hat.kind);
  const search: TicketSearch = useSearch({ strict: false });
  const navigate = useNavigate();
  const lists = useTicketLists();
  const seesCompany = lists?.includes("company") ?? false;
  const company = search.view === "company" && (seesCompany || unknown);
  const status = search.status ?? "active";
  const filter = {
    view: company ? "company" : "mine",
    status,
    cursor: search.cursor,
    ...(search.number ? { number: search.number } : {}),
  } as const;
  // Whose list it is is known before it is asked for.
  const tickets = useTickets(filter, seesCompany || !company);
  const go = (next: TicketSearch) => void navigate({ to: places.tickets, search: next });

  return (
    <Page
      title={t(`as.${as}.${company ? "company" : "mine"}`)}
      subtitle={company ? home && t("list.leadCompany", { company: home.organisation }) : t("list.leadMine")}
      actions={
        <Button component={Link} to={places.newTicket} leftSection={<IconPencilPlus size={16} aria-hidden />}>
          {t(`as.${as}.open`)}
        </Button>
      }
    >
      <div className={classes.filters}>
        {seesCompany && (
          <SegmentedControl
            size="sm"
            aria-label={t("list.whose")}
            value={company ? "company" : "mine"}
            onChange={(value) => go({ ...keep(search), view: value === "company" ? "company" : undefined })}
            data={[
              { value: "mine", label: t(`as.${as}.mine`) },
              { value: "company", label: t(`as.${as}.company`) },
            ]}
          />
        )}
        <SegmentedControl
          size="sm"
          aria-label={t("list.which")}
          value={status}
          onChange={(value) => go({ ...keep(search), status: value === "done" ? "done" : undefined })}
          data={[
            { value: "active", label: t("list.active") },
            { value: "done", label: t("list.done") },
          ]}
        />
        <NumberLookup value={search.number ?? ""} onFind={(number) => go(number ? { number } : {})} />
      </div>

      <QueryResult query={tickets} lines={8}>
        {(page) => {
          const only = search.number && page.items.length === 1 ? page.items[0] : undefined;
          if (only) return <Navigate to={places.ticket} params={{ id: only.id }} replace />;
          if (page.items.length === 0) return <NothingHere search={search} />;
          return (
            <>
              <TicketList tickets={page.items} withRequester={company} label={t("list.region")} />
              <div className={classes.pages}>
                {search.cursor && (
                  <Button variant="default" onClick={() => go({ ...search, cursor: undefined })}>
                    {t("list.first")}
                  </Button>
                )}
                {page.next_cursor && (
                  <Button
                    variant="default"
                    rightSection={<IconChevronRight size={16} aria-hidden />}
                    onClick={() => go({ ...search, cursor: page.next_cursor ?? undefined })}
                  >
                    {t("list.next")}
                  </Button>
                )}
              </div>
            </>
          );
        }}
      </QueryResult>
    </Page>
  );
}

/** What stays when another filter changes: a page or a number belongs to the old list. */
function keep({ view, status }: TicketSearch): TicketSearch {
  return { ...(view ? { view } : {}), ...(status ? { status } : {}) };
}

function NothingHere({ search }: { search: TicketSearch }) {
  const t = useTicketWords();
  const { hat } = useSession();
  const places = usePlaces();
  const reopenable = useReopenable();
  const as = askingAs(hat.kind);
  if (search.number) {
    return (
      <EmptyState
        icon={IconSearch}
        title={t("list.emptyNumber", { number: search.number })}
        text={t("list.emptyNumberText")}
      >
        <Button component={Link} to={places.tickets} variant="default">
          {t("list.showAll")}
        </Button>
      </EmptyState>
    );
  }
  const done = search.status === "done";
  return (
    <EmptyState
      icon={IconTicketOff}
      title={t(`as.${as}.${done ? "emptyDone" : "emptyActive"}`)}
      text={done ? reopenable(t(`as.${as}.emptyDoneText`), "them") : t(`as.${as}.emptyActiveText`)}
    >
      {!done && (
        <Button component={Link} to={places.newTicket}>
          {t(`as.${as}.open`)}
        </Button>
      )}
    </EmptyState>
  );
}
