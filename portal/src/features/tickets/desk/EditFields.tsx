/** The company's fields among the facts of a ticket, which staff correct in place: choices in a menu, others in a dialog. */
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { FieldValue, StaffTicket, TicketField } from "@/api/types";
import { EditFact } from "@/kit/record/EditFact";
import { OpenFact } from "@/kit/record/OpenFact";
import type { Acting } from "@/kit/record/useAct";
import { ticketActs, useTicketFields } from "../api";
import { FieldFacts } from "../fields/FieldFacts";
import { inputOf, isAsked, valuesOf } from "../fields/values";
import { useFieldWords } from "../fields/words";

const FieldDialog = lazy(() => import("./FieldDialog"));

/** Face whose people open tickets of a kind. */
const FACES = { support: "customer", partner_request: "partner", help_desk: "employee" } as const;

interface Props {
  ticket: StaffTicket;
  act: Acting;
}

export function EditFields({ ticket, act }: Props) {
  const { data } = useTicketFields();
  const [opened, setOpened] = useState<TicketField | null>(null);
  const values = valuesOf(ticket);
  const may = ticket.allowed.includes("correct");
  const face = FACES[ticket.kind];
  const fields = data?.items ?? [];
  const open = (field: TicketField) =>
    may && isAsked(field, values) && (field.staff_only === true || field.asked_of?.includes(face) === true);
  const edited = fields.filter(open);
  const rest = Object.entries(values).filter(([id]) => !edited.some((field) => field.id === id));
  return (
    <>
      {edited.map((field) => (
        <OneField
          key={field.id}
          field={field}
          fields={fields}
          ticket={ticket}
          act={act}
          onOpen={() => setOpened(field)}
        />
      ))}
      <FieldFacts values={Object.fromEntries(rest)} />
      {opened && (
        <Suspense fallback={null}>
          <FieldDialog field={opened} ticket={ticket} act={act} onClose={() => setOpened(null)} />
        </Suspense>
      )}
    </>
  );
}

interface OneProps extends Props {
  field: TicketField;
  fields: readonly TicketField[];
  onOpen: () => void;
}

function OneField({ field, fields, ticket, act, onOpen }: OneProps) {
  const { t } = useTranslation("desk");
  const { t: words } = useTranslation("tickets");
  const { shown } = useFieldWords();
  const { correct } = ticketActs(ticket.id);
  const values = valuesOf(ticket);
  const value = values[field.id];
  const said = value === undefined ? t("noValue") : shown(field, value);
  const props = {
    name: field.label,
    label: t("change.field", { label: field.label }),
    busy: act.pending === "correct",
  };
  const [yes, no] = ["yes", "no"] as const;
  const choices =
    field.kind === "yes_no"
      ? [
          { value: yes, label: words("field.yes") },
          { value: no, label: words("field.no") },
        ]
      : field.options
          .filter(({ id, retired }) => !retired || id === value)
          .map(({ id, label }) => ({ value: id as string, label }));
  if (field.kind !== "yes_no" && field.kind !== "one_of")
    return (
      <OpenFact {...props} onOpen={onOpen}>
        {said}
      </OpenFact>
    );

  function choose(chosen: string) {
    const after: FieldValue | null = chosen === "" ? null : field.kind === "yes_no" ? chosen === yes : chosen;
    // What the choice hides comes back with a step back.
    const hidden = fields.filter(
      ({ id, shown_if }) => shown_if?.field === field.id && values[id] !== undefined,
    );
    const before = Object.fromEntries([field, ...hidden].map(({ id }) => [id, values[id] ?? null]));
    void act.start("correct", correct({ custom_fields: { [field.id]: after } }), {
      done: t("corrected", { number: ticket.number }),
      undo: correct({ custom_fields: before }),
    });
  }

  return (
    <EditFact
      {...props}
      value={String(inputOf(field, value))}
      choices={field.required ? choices : [{ value: "", label: t("noValue") }, ...choices]}
      onChoose={choose}
    >
      {said}
    </EditFact>
  );
}
