/** The ledger of a person, an account or a ticket: everything that happened, denials included. */
import { Button, NativeSelect, TextInput } from "@mantine/core";
import { IconHistory } from "@tabler/icons-react";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Touch } from "@/api/types";
import { Side } from "@/components/Named";
import { EmptyState, Failed } from "@/components/states";
import { useServerWords } from "@/components/useServerWords";
import { When } from "@/components/When";
import { useMay } from "@/context/home";
import { numberOrDigits } from "@/context/numbers";
import type { Column } from "@/kit/list/DataTable";
import { ListPage } from "@/kit/list/ListPage";
import { useListing } from "@/kit/list/useListing";
import { listTouches } from "@/kit/touches/api";
import { Outcome } from "@/kit/touches/Outcome";
import { RequestDetail } from "@/kit/touches/RequestDetail";
import classes from "@/kit/touches/touches.module.css";
import "@/kit/touches/texts";
import { isId, useTicketId } from "./api";
import type { TouchSearch } from "./search";

const KINDS = ["record", "person", "account"] as const;
const UNKNOWN = { record: "unknownRecord", person: "unknownId", account: "unknownId" } as const;
const TITLES = { record: "ofRecord", person: "ofPerson", account: "ofAccount" } as const;

export default function TouchesPage() {
  const { t } = useTranslation("touches");
  const may = useMay();
  const search = useSearch({ from: "/staff/touches" });
  const kind = KINDS.find((one) => search[one]);
  const wanted = kind ? (search[kind] ?? "") : "";
  const number = kind === "record" && !isId(wanted) ? numberOrDigits(wanted) : null;
  const ticket = useTicketId(may("list_touches") ? number : null);
  // Neither an id nor a number, or the number of no ticket in reach: nothing can be asked of the ledger.
  const unknown = kind !== undefined && !isId(wanted) && (number === null || ticket.data === null);
  const of = kind && isId(wanted) ? { [kind]: wanted } : ticket.data ? { record: ticket.data } : null;
  const list = useListing({
    key: ["touches", of],
    needs: "list_touches",
    search,
    ask: of && ((page) => listTouches({ ...of, ...page })),
    limit: 50,
  });
  const columns = useColumns();
  return (
    <ListPage
      title={t(kind ? TITLES[kind] : "title")}
      subtitle={t("lead")}
      filters={<LookUp key={`${kind}:${wanted}`} search={search} />}
      instead={
        !kind ? (
          <EmptyState icon={IconHistory} title={t("pick")} text={t("pickText")} />
        ) : unknown ? (
          <EmptyState icon={IconHistory} title={t("unknown", { wanted })} text={t(UNKNOWN[kind])} />
        ) : ticket.isError ? (
          <Failed error={ticket.error} onRetry={() => void ticket.refetch()} />
        ) : undefined
      }
      list={list}
      label={t(TITLES[kind ?? "record"])}
      dense
      views="touches"
      file="touches"
      columns={columns}
      empty={{ icon: IconHistory, title: t("none"), text: t("noneText") }}
    />
  );
}

function LookUp({ search }: { search: TouchSearch }) {
  const { t } = useTranslation("touches");
  const may = useMay();
  const kinds = may("list_touches", "all") ? KINDS : KINDS.slice(0, 1);
  const navigate = useNavigate({ from: "/staff/touches" });
  const [kind, setKind] = useState<(typeof KINDS)[number]>(KINDS.find((one) => search[one]) ?? "record");
  const [id, setId] = useState(search[kind] ?? "");
  function onSubmit(event: FormEvent) {
    event.preventDefault();
    if (id.trim()) void navigate({ search: { [kind]: id.trim() } });
  }
  return (
    <form className={classes.form} onSubmit={onSubmit}>
      <NativeSelect
        size="sm"
        label={t("by")}
        value={kind}
        onChange={(event) => setKind(KINDS.find((one) => one === event.currentTarget.value) ?? "record")}
        data={kinds.map((value) => ({ value, label: t(value) }))}
      />
      <TextInput
        size="sm"
        className={classes.id}
        label={t(kind === "record" ? "numberOrId" : "id")}
        placeholder={kind === "record" ? "T-1042" : undefined}
        value={id}
        maxLength={80}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => setId(event.currentTarget.value)}
      />
      <Button type="submit" size="sm" variant="default">
        {t("show")}
      </Button>
    </form>
  );
}

function useColumns(): Column<Touch>[] {
  const { t } = useTranslation("touches");
  const words = useServerWords();
  return [
    { key: "when", title: t("when"), cell: (touch) => <When at={touch.at} />, csv: (touch) => touch.at },
    {
      key: "who",
      title: t("who"),
      csv: ({ person, viewed_as: seen }) =>
        person
          ? [person.name, seen && t("viewedAs", { name: seen.name })].filter(Boolean).join(" ")
          : t("system"),
      cell: (touch) =>
        touch.person ? (
          <>
            <Link to="/staff/people/$id" params={{ id: touch.person.id }}>
              {touch.person.name}
            </Link>{" "}
            {touch.hat && <Side side={t(`side.${touch.hat.kind}`)} ours={touch.hat.kind === "staff"} />}
            {touch.hat && touch.hat.role !== touch.hat.kind && (
              <span className={classes.quiet}> {words.role(touch.hat.role)}</span>
            )}
            {touch.viewed_as && <span> {t("viewedAs", { name: touch.viewed_as.name })}</span>}
          </>
        ) : (
          t("system")
        ),
    },
    {
      key: "what",
      title: t("what"),
      cell: (touch) => (
        <>
          {words.action(touch)}
          {touch.detail && <span className={classes.told}>{touch.detail}</span>}
        </>
      ),
      csv: (touch) => [words.action(touch), touch.detail].filter(Boolean).join(": "),
    },
    {
      key: "on",
      title: t("onWhat"),
      cell: (touch) => <Record touch={touch} />,
      csv: (touch) => touch.record?.label,
    },
    {
      key: "outcome",
      title: t("outcome"),
      cell: (touch) => <Outcome outcome={touch.outcome} />,
      csv: (touch) => t(touch.outcome),
    },
    {
      key: "request",
      title: t("request"),
      csv: (touch) => touch.request_id,
      cell: (touch) => <RequestDetail id={touch.request_id} />,
    },
  ];
}

function Record({ touch }: { touch: Touch }) {
  const { t } = useTranslation("touches");
  const record = touch.record;
  if (!record) return null;
  const label = record.label || t(`kinds.${record.kind}`);
  if (record.kind !== "ticket") return label;
  return (
    <Link to="/staff/desk" search={{ ticket: record.id }}>
      {label}
    </Link>
  );
}
