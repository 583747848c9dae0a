/** Facts of a ticket that staff correct in place: severity, type, product, queue and requester. */

import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Entitlement, Severity, StaffTicket, TicketType } from "@/api/types";
import { Fact } from "@/components/Facts";
import { Named } from "@/components/Named";
import { plainDate } from "@/components/time";
import { useZone } from "@/components/When";
import { useAccountEntitlements } from "@/context/account";
import { type Choice, EditFact } from "@/kit/record/EditFact";
import type { Acting } from "@/kit/record/useAct";
import { type Correction, ticketActs, useAccountTickets, useQueues } from "../api";

const SEVERITIES: Severity[] = ["critical", "high", "medium", "low"];
const TYPES: TicketType[] = ["issue", "question", "request"];

interface PartProps {
  ticket: StaffTicket;
  act: Acting;
}

/** The facts that are chosen in place. Notices about them are above all facts of the ticket. */
export function EditFacts({ ticket, act }: PartProps) {
  const props = { ticket, act };
  return (
    <>
      <SeverityFact {...props} />
      <TypeFact {...props} />
      <ProductFact {...props} />
      <QueueFact {...props} />
      <RequesterFact {...props} />
    </>
  );
}

/** Returns what a choice of a field needs: whether it is open, and the call that changes it and can be undone. */
function useCorrecting({ ticket, act }: PartProps) {
  const { t } = useTranslation("desk");
  const { correct } = ticketActs(ticket.id);
  return {
    may: ticket.allowed.includes("correct"),
    busy: act.pending === "correct",
    set: (now: Correction, before?: Correction) =>
      act.start("correct", correct(now), {
        done: t("corrected", { number: ticket.number }),
        ...(before ? { undo: correct(before) } : {}),
      }),
  };
}

function SeverityFact(props: PartProps) {
  const { ticket } = props;
  const { t } = useTranslation("desk");
  const { t: words } = useTranslation("tickets");
  const { may, busy, set } = useCorrecting(props);
  const name = words("ticket.severity");
  if (!may) return <Fact name={name}>{words(`severity.${ticket.severity}`)}</Fact>;
  return (
    <EditFact
      name={name}
      label={t("change.severity")}
      value={ticket.severity}
      busy={busy}
      choices={SEVERITIES.map((value) => ({ value, label: words(`severity.${value}`) }))}
      onChoose={(severity) => set({ severity: severity as Severity }, { severity: ticket.severity })}
    >
      {words(`severity.${ticket.severity}`)}
    </EditFact>
  );
}

function TypeFact(props: PartProps) {
  const { ticket } = props;
  const { t } = useTranslation("desk");
  const { t: words } = useTranslation("tickets");
  const { may, busy, set } = useCorrecting(props);
  const [name, shown] = [words("ticket.type"), words(`type.${ticket.type}`)];
  if (!may) return <Fact name={name}>{shown}</Fact>;
  return (
    <EditFact
      name={name}
      label={t("change.type")}
      value={ticket.type}
      busy={busy}
      choices={TYPES.map((value) => ({ value, label: words(`type.${value}`) }))}
      onChoose={(type) => set({ type: type as TicketType }, { type: ticket.type })}
    >
      {shown}
    </EditFact>
  );
}

const keyOf = (product: string, version: string) => `${product} ${version}`;

/** The purchased versions, each once; one counts while any of its entitlements does. */
function versionsOf(entitlements: Entitlement[], ended: (one: Entitlement) => string): Choice[] {
  const versions = new Map<string, Choice>();
  for (const one of entitlements) {
    const value = keyOf(one.product.id, one.version.id);
    const known = versions.get(value);
    if (known && !known.note) continue;
    const label = `${one.product.name} ${one.version.label}`;
    versions.set(value, { value, label, note: one.in_support ? undefined : ended(one) });
  }
  return [...versions.values()].sort((one, other) => one.label.localeCompare(other.label));
}

function ProductFact(props: PartProps) {
  const { ticket } = props;
  const { t } = useTranslation("desk");
  const { t: words } = useTranslation("tickets");
  const { locale } = useZone();
  const { may, busy, set } = useCorrecting(props);
  const owned = useAccountEntitlements(ticket.account?.id);
  const { product } = ticket;
  const shown = product ? `${product.name} ${product.version_label}` : t("noProduct");
  const name = words("ticket.product");
  if (!may || !ticket.account) return product ? <Fact name={name}>{shown}</Fact> : null;
  const ended = (one: Entitlement) => t("supportEnded", { date: plainDate(one.support_until, locale) });
  const of = (value: string) => {
    const [product_id = "", version_id = ""] = value.split(" ");
    return { product_id, version_id };
  };
  const before = product ? { product_id: product.id, version_id: product.version_id } : undefined;
  return (
    <EditFact
      name={name}
      label={t("change.product")}
      value={product ? keyOf(product.id, product.version_id) : null}
      busy={busy}
      choices={versionsOf(owned.data?.items ?? [], ended)}
      none={t("noEntitlements")}
      onChoose={(value) => set(of(value), before)}
    >
      {shown}
    </EditFact>
  );
}

function QueueFact(props: PartProps) {
  const { ticket } = props;
  const { t } = useTranslation("desk");
  const queues = useQueues();
  const { may, busy, set } = useCorrecting(props);
  if (!may) return <Fact name={t("queue")}>{ticket.queue.name}</Fact>;
  return (
    <EditFact
      name={t("queue")}
      label={t("change.queue")}
      value={ticket.queue.id}
      busy={busy}
      choices={(queues.data?.items ?? [ticket.queue]).map(({ id, name }) => ({ value: id, label: name }))}
      onChoose={(queue_id) => set({ queue_id })}
    >
      {ticket.queue.name}
    </EditFact>
  );
}

/** The requester; among the choices is everybody who is known from the tickets of the account. */
function RequesterFact(props: PartProps) {
  const { ticket } = props;
  const { t } = useTranslation("desk");
  const { may, busy, set } = useCorrecting(props);
  const [opened, setOpened] = useState(false);
  const account = ticket.account?.id;
  const others = useAccountTickets(account, opened);
  const shown = <Named name={ticket.requester.name} />;
  const name = t("requester");
  if (!may || !account) return <Fact name={name}>{shown}</Fact>;
  const people = [
    ticket.requester,
    ...ticket.participants,
    ...(others.data?.items.map(({ requester }) => requester) ?? []),
  ];
  const choices = new Map(people.map((person) => [person.id, { value: person.id, label: person.name }]));
  return (
    <EditFact
      name={name}
      label={t("change.requester")}
      value={ticket.requester.id}
      busy={busy}
      choices={[...choices.values()].sort((one, other) => one.label.localeCompare(other.label))}
      onOpen={() => setOpened(true)}
      onChoose={(requester_id) => set({ requester_id })}
    >
      {shown}
    </EditFact>
  );
}
