/** Rules for the values of a new ticket. */
import { NEW_TICKET_DESCRIPTION, NEW_TICKET_SYNOPSIS } from "@/api/limits";
import type { OpenTicket, Severity, Ticket, TicketField, TicketType } from "@/api/types";
import type { KeptFile } from "@/kit/files/uploads";
import { chosen, type Rules, text } from "@/kit/form/rules";
import { type FieldInputs, fieldRules, read } from "./fields/values";
import type { tickets } from "./texts/en";

export interface TicketValues extends FieldInputs {
  synopsis: string;
  type: TicketType | "";
  severity: Severity | "";
  product_id: string;
  version_id: string;
  description: string;
  participants: string[];
  files: KeptFile[];
}

export const EMPTY_TICKET: TicketValues = {
  synopsis: "",
  type: "",
  severity: "",
  product_id: "",
  version_id: "",
  description: "",
  participants: [],
  files: [],
};

/** Optional parts of a form: only people who purchase products choose one, and each hat has its fields. */
export interface Asks {
  products: boolean;
  fields: readonly TicketField[];
}
const EVERYTHING: Asks = { products: true, fields: [] };

type Say = (key: `error.${keyof typeof tickets.error}`) => string;

export function ticketRules(t: Say, asks = EVERYTHING): Rules<TicketValues> {
  return {
    synopsis: text(NEW_TICKET_SYNOPSIS, { required: t("error.synopsisRequired") }),
    type: chosen(t("error.typeRequired")),
    severity: chosen(t("error.severityRequired")),
    product_id: (product, { type }) =>
      asks.products && type === "issue" && !product ? t("error.productRequired") : null,
    version_id: (version, { product_id }) =>
      asks.products && product_id && !version ? t("error.versionRequired") : null,
    description: text(NEW_TICKET_DESCRIPTION, { required: t("error.descriptionRequired") }),
    ...(fieldRules(asks.fields) as Rules<TicketValues>),
  };
}

export function toBody(
  values: TicketValues,
  uploadIds: string[],
  asks = EVERYTHING,
  follows?: string,
): OpenTicket {
  return {
    type: values.type as TicketType,
    severity: values.severity as Severity,
    synopsis: values.synopsis.trim(),
    description: values.description.trimEnd(),
    ...(asks.products && values.product_id
      ? { product_id: values.product_id, version_id: values.version_id }
      : {}),
    upload_ids: uploadIds,
    participant_ids: values.participants,
    ...(follows ? { follows } : {}),
    custom_fields: read(asks.fields, values).values,
  };
}

/** First values of a follow-up: the type and the product of the ticket that it follows. */
export function beginOf({ type, product }: Ticket): Partial<TicketValues> {
  return { type, product_id: product?.id ?? "", version_id: product?.version_id ?? "" };
}
