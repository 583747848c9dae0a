/** Queues, routing rules, working hours and targets: the settings of tickets, in one document. */
import { Suspense } from "react";
import { useTranslation } from "react-i18next";
import { laterPart } from "@/kit/feature/later";
import { documentOf, useSection } from "../api";
import type { CustomField, FieldsDocument, TicketsDocument } from "../documents";
import { SectionEditor, type SectionProps } from "../SectionEditor";
import "../texts";
import { AlarmFields } from "./AlarmFields";
import { CalendarFields } from "./CalendarFields";
import { RuleList } from "./RuleList";
import { TargetFields } from "./TargetFields";
import { hasWholeDays, hasWholeTargets, type TicketValues, toDocument, valuesOf } from "./values";

const QueueList = laterPart(() => import("./QueueList"), "QueueList");
const Trial = laterPart(() => import("./Trial"), "Trial");

export default function TicketsForm(props: SectionProps) {
  const { t } = useTranslation("settings");
  const document = documentOf("tickets", props.published, props.draft);
  const published = props.published.document as unknown as TicketsDocument | null;
  const known = (published?.queues ?? []).map(({ id }) => id);
  const fields = useSection("ticket_fields").data?.document as unknown as FieldsDocument | null | undefined;
  return (
    <SectionEditor<TicketValues>
      {...props}
      name="tickets"
      start={valuesOf(document)}
      toDocument={(values) => toDocument(document, values)}
      toValues={(former) => valuesOf(former as TicketsDocument)}
      pointers={{
        "document/calendar": "week",
        "document/alarm": "alarm_severities",
      }}
      rules={{
        targets: (targets) => (hasWholeTargets(targets) ? null : t("targets.wrong")),
        week: (week) => (hasWholeDays(week) ? null : t("calendar.halfDay")),
      }}
      below={(form) => (
        <Suspense fallback={null}>
          <Trial stale={form.changed} draft={props.draft} />
        </Suspense>
      )}
    >
      {(form) => (
        <>
          <Suspense fallback={null}>
            <QueueList of={form} known={known} />
          </Suspense>
          <RuleList of={form} fields={decidingOf(fields?.fields ?? [])} />
          <CalendarFields of={form} />
          <TargetFields of={form} />
          <AlarmFields of={form} />
        </>
      )}
    </SectionEditor>
  );
}

/** Fields that a rule can name: of one option, or of yes or no, and seen by the person who opens a ticket. */
function decidingOf(fields: readonly CustomField[]): CustomField[] {
  return fields.filter(
    ({ kind, shown_for, retired }) =>
      !retired && (kind === "one_of" || kind === "yes_no") && shown_for.some((face) => face !== "staff"),
  );
}
