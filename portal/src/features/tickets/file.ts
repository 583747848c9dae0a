/** A list of tickets as a file. */
import type { TicketField, TicketSummary } from "@/api/types";
import { useServerWords } from "@/components/useServerWords";
import type { CsvColumn } from "@/kit/list/csv";
import { useFetchTicketFields } from "./api";
import { nextDue } from "./due";
import type { FieldValues } from "./fields/values";
import { useFieldWords } from "./fields/words";
import { useStateLabel } from "./TicketState";
import { useTicketWords } from "./words";

/**
 * Returns the function that fetches the columns of the company's fields, retired ones as well. Their rows are asked for
 * `with_fields`.
 */
export function useFieldColumns<T extends TicketSummary>(
  of: (row: T) => FieldValues = ({ custom_fields }) => custom_fields ?? {},
) {
  const fetchFields = useFetchTicketFields();
  const { filed } = useFieldWords();
  const column = (field: TicketField): CsvColumn<T> => ({
    title: field.label,
    value(row) {
      const value = of(row)[field.id];
      return value === undefined ? null : filed(field, value);
    },
  });
  return async () => (await fetchFields()).map(column);
}

/** Columns of the CSV file: those of the table and their details, with times in ISO 8601. */
export function useTicketFile(): CsvColumn<TicketSummary>[] {
  const t = useTicketWords();
  const label = useStateLabel();
  const words = useServerWords();
  return [
    { title: t("list.number"), value: ({ number }) => number },
    { title: t("list.synopsis"), value: ({ synopsis }) => synopsis },
    { title: t("list.state"), value: (ticket) => label(ticket) },
    { title: t("ticket.severity"), value: (ticket) => words.severity(ticket) },
    { title: t("list.requester"), value: ({ requester }) => requester.name },
    { title: t("ticket.account"), value: (ticket) => ticket.account?.name ?? ticket.partner?.name },
    {
      title: t("ticket.product"),
      value: ({ product }) => product && `${product.name} ${product.version_label}`,
    },
    { title: t("list.opened"), value: (ticket) => ticket.created_at },
    { title: t("list.changed"), value: (ticket) => ticket.updated_at },
    { title: t("list.due"), value: (ticket) => nextDue(ticket) },
  ];
}
