/** Values of the company's fields in words: as a page shows them, and as a file has them. */
import { useTranslation } from "react-i18next";
import type { FieldValue, TicketField } from "@/api/types";
import { numberFormat } from "@/components/formats";
import { plainDate } from "@/components/time";
import { useZone } from "@/components/When";
import "../texts";

export function useFieldWords() {
  const { t } = useTranslation("tickets");
  const { locale } = useZone();
  const option = ({ options }: TicketField, id: string) => options.find((one) => one.id === id)?.label ?? id;

  /** The labels of what was chosen; other values as they are kept. */
  function plain(field: TicketField, value: FieldValue): string {
    if (typeof value === "boolean") return t(value ? "field.yes" : "field.no");
    if (Array.isArray(value)) return new Intl.ListFormat(locale).format(value.map((id) => option(field, id)));
    return field.kind === "one_of" ? option(field, value) : value;
  }

  return {
    /** A value as its reader writes it. */
    shown(field: TicketField, value: FieldValue): string {
      if (field.kind === "date" && typeof value === "string") return plainDate(value, locale);
      if (field.kind === "number" && typeof value === "string")
        return numberFormat(locale, { maximumFractionDigits: 4 }).format(value as `${number}`);
      return plain(field, value);
    },
    /** A value for a spreadsheet: dates in ISO 8601, and numbers as numbers unless digits would be lost. */
    filed(field: TicketField, value: FieldValue): string | number {
      if (field.kind !== "number") return plain(field, value);
      return String(Number(value)) === value ? Number(value) : String(value);
    },
  };
}
