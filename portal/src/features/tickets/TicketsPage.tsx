/** *My Tickets*, and the company's for those who see them. */
import { Button } from "@mantine/core";
import { IconPencilPlus, IconSearch, IconTicketOff } from "@tabler/icons-react";
import { Link, Navigate, useSearch } from "@tanstack/react-router";
import { SEARCH_TICKETS_Q } from "@/api/limits";
import type { TicketSummary } from "@/api/types";
import { EmptyState } from "@/components/states";
import { useZone } from "@/components/When";
import { useEntitlements } from "@/context/company";
import { useHome, useMay, useTicketLists } from "@/context/home";
import { numberOrDigits } from "@/context/numbers";
import { askingAs, usePlaces } from "@/context/places";
import { useSession } from "@/context/session";
import { Choice, Select, Words } from "@/kit/list/filters";
import { ListPage } from "@/kit/list/ListPage";
import { type Listing, useListing } from "@/kit/list/useListing";
import { type ListFilter, listTickets, ticketKeys } from "./api";
import { useColleagues } from "./colleagues";
import { useTicketColumns } from "./columns";
import { useFieldColumns, useTicketFile } from "./file";
import { Order } from "./Order";
import { orderOf } from "./order";
import { choices } from "./ProductFields";
import type { TicketSearch } from "./search";
import "./texts";
import { useReopenable, useTicketWords } from "./words";

export default function TicketsPage() {
  const t = useTicketWords();
  const as = askingAs(useSession().hat.kind);
  const places = usePlaces();
  const { data: home, isPending: unknown } = useHome();
  const search: TicketSearch = useSearch({ strict: false });
  const seesCompany = useTicketLists()?.includes("company") ?? false;
  const company = search.view === "company" && (seesCompany || unknown);
  const filter: ListFilter = {
    view: company ? "company" : "mine",
    status: search.status ?? "active",
    severity: search.severity,
    product: search.product,
    requester: company ? search.requester : undefined,
    ...orderOf(search, false, useZone().timeZone),
    number: search.number,
    q: search.q,
  };
  const list = useListing({
    key: [...ticketKeys.lists, filter],
    search,
    // Whose list it is is known before it is asked for.
    ask:
      seesCompany || !company
        ? ({ limit, cursor }) => listTickets<TicketSummary>({ ...filter, cursor }, limit)
        : null,
    lookUp: "number",
  });
  const columns = useTicketColumns({ withRequester: company });
  // A number leads to its ticket; words are looked for.
  function find({ q = "" }: { q?: string | undefined }) {
    const number = numberOrDigits(q);
    list.set(number ? { number } : { q: q.trim() || undefined, status: undefined });
  }
  const file = useTicketFile();
  const further = useFieldColumns<TicketSummary>();
  const found = list.query.data?.items;
  if (search.number && found?.length === 1 && found[0] && !list.query.isPlaceholderData)
    return <Navigate to={places.ticket} params={{ id: found[0].id }} replace />;

  return (
    <ListPage
      title={t(`as.${as}.${company ? "company" : "mine"}`)}
      subtitle={company ? home && t("list.leadCompany", { company: home.organisation }) : t("list.leadMine")}
      actions={
        <Button component={Link} to={places.newTicket} leftSection={<IconPencilPlus size={16} aria-hidden />}>
          {t(`as.${as}.open`)}
        </Button>
      }
      filters={
        <>
          {seesCompany && (
            <Choice
              of={list}
              name="view"
              label={t("list.whose")}
              choices={{ "": t(`as.${as}.mine`), company: t(`as.${as}.company`) }}
            />
          )}
          {/* Words are looked for in all tickets of the list. */}
          {!search.q && (
            <>
              <Choice
                of={list}
                name="status"
                label={t("list.which")}
                choices={{ "": t("list.active"), done: t("list.done") }}
              />
              <MoreFilters list={list} company={company} />
              <Order of={list} />
            </>
          )}
        </>
      }
      find={
        <Words
          of={{ search, set: find }}
          name="q"
          label={t("list.find")}
          region={t("list.findRegion")}
          placeholder={t("list.findHint")}
          act={t("list.findAct")}
          most={SEARCH_TICKETS_Q.most}
        />
      }
      views="tickets"
      file={as === "ticket" ? "tickets" : "requests"}
      fileColumns={file}
      fileMore={{
        further,
        ask: ({ limit, cursor }) =>
          listTickets<TicketSummary>({ ...filter, cursor, with_fields: true }, limit),
      }}
      list={list}
      label={t("list.region")}
      columns={columns}
      empty={<NothingHere search={search} asksNothing={list.query.data?.asks_nothing ?? false} />}
    />
  );
}

/** Filters by severity, by product for those who purchased some, and by person in the list of a company. */
function MoreFilters({ list, company }: { list: Listing<unknown, TicketSearch>; company: boolean }) {
  const t = useTicketWords();
  const may = useMay();
  const purchases = useEntitlements(may("list_entitlements"));
  const people = useColleagues(null, company && may("list_colleagues"));
  const products = choices(purchases.data?.items ?? []);
  return (
    <>
      <Select
        of={list}
        name="severity"
        label={t("ticket.severity")}
        choices={{ "": t("list.anySeverity"), ...t("severity", { returnObjects: true }) }}
      />
      {products.length > 1 && (
        <Select
          of={list}
          name="product"
          label={t("ticket.product")}
          choices={[
            { value: "", label: t("list.anyProduct") },
            ...products.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
      )}
      {people.data && people.data.length > 1 && (
        <Select
          of={list}
          name="requester"
          label={t("list.requester")}
          choices={[
            { value: "", label: t("list.anybody") },
            ...people.data.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
      )}
    </>
  );
}

function NothingHere({ search, asksNothing }: { search: TicketSearch; asksNothing: boolean }) {
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
  if (search.q) {
    return (
      <EmptyState
        icon={IconSearch}
        title={t("list.emptyWords", { words: search.q })}
        text={t(asksNothing ? "list.emptyNothingText" : "list.emptyWordsText")}
      >
        <Button component={Link} to={places.tickets} variant="default">
          {t("list.showAll")}
        </Button>
      </EmptyState>
    );
  }
  if (search.severity || search.product || search.requester || search.from || search.to) {
    return (
      <EmptyState icon={IconSearch} title={t("list.emptyFiltered")} text={t("list.emptyFilteredText")}>
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
