/** What a new ticket needs before it can be sent, and how the server's objections find their field. */
import { submissionPlace } from "@/api/device";
import { NEW_TICKET_DESCRIPTION, NEW_TICKET_SYNOPSIS } from "@/api/limits";
import type { FieldProblem } from "@/api/problem";
import type { OpenTicket, Severity, TicketType } from "@/api/types";
import { characters } from "@/components/text";
import type { KeptFile } from "@/features/files/uploads";
import type { tickets } from "./texts";

export interface TicketValues extends Record<string, unknown> {
  synopsis: string;
  type: TicketType | "";
  severity: Severity | "";
  product_id: string;
  version_id: string;
  description: string;
  files: KeptFile[];
}

export const EMPTY_TICKET: TicketValues = {
  synopsis: "",
  type: "",
  severity: "",
  product_id: "",
  version_id: "",
  description: "",
  files: [],
};

/** The fields in the order they stand on the page; the first with an error gets the focus. */
export const FIELDS = [
  "synopsis",
  "type",
  "severity",
  "product_id",
  "version_id",
  "description",
  "upload_ids",
] as const;
export type Field = (typeof FIELDS)[number];

type ErrorKey = keyof typeof tickets.error;
export type Errors = Partial<Record<Field, { key: ErrorKey } | { code: string; detail: string }>>;

/** How long a field may be, for the words that say so. */
export function limitsOf(field: Field) {
  return field === "synopsis" ? NEW_TICKET_SYNOPSIS : NEW_TICKET_DESCRIPTION;
}

/** What a form asks for: products only of those who purchase some. */
export interface Asks {
  products: boolean;
}
const EVERYTHING: Asks = { products: true };

export function checkField(field: Field, values: TicketValues, asks = EVERYTHING): ErrorKey | null {
  switch (field) {
    case "synopsis": {
      const length = characters(values.synopsis.trim());
      if (length === 0) return "synopsisRequired";
      if (length < NEW_TICKET_SYNOPSIS.least) return "synopsisShort";
      return length > NEW_TICKET_SYNOPSIS.most ? "synopsisLong" : null;
    }
    case "type":
      return values.type ? null : "typeRequired";
    case "severity":
      return values.severity ? null : "severityRequired";
    case "product_id":
      return asks.products && values.type === "issue" && !values.product_id ? "productRequired" : null;
    case "version_id":
      return asks.products && values.product_id && !values.version_id ? "versionRequired" : null;
    case "description":
      if (values.description.trim() === "") return "descriptionRequired";
      return characters(values.description) > NEW_TICKET_DESCRIPTION.most ? "descriptionLong" : null;
    case "upload_ids":
      return null;
  }
}

export function checkTicket(values: TicketValues, asks = EVERYTHING): Errors {
  const errors: Errors = {};
  for (const field of FIELDS) {
    const key = checkField(field, values, asks);
    if (key) errors[field] = { key };
  }
  return errors;
}

export function firstError(errors: Errors): Field | undefined {
  return FIELDS.find((field) => errors[field]);
}

/** The server's objections by field; what belongs to no field of the page is returned apart. */
export function serverErrors(problems: FieldProblem[]): { errors: Errors; other: FieldProblem[] } {
  const errors: Errors = {};
  const other: FieldProblem[] = [];
  for (const problem of problems) {
    const name = problem.pointer.split("/")[1];
    const field = FIELDS.find((one) => one === name);
    if (field) errors[field] ??= { code: problem.code, detail: problem.detail };
    else other.push(problem);
  }
  return { errors, other };
}

export function toBody(values: TicketValues, uploadIds: string[], asks = EVERYTHING): OpenTicket {
  return {
    type: values.type as TicketType,
    severity: values.severity as Severity,
    synopsis: values.synopsis.trim(),
    description: values.description,
    ...(asks.products && values.product_id
      ? { product_id: values.product_id, version_id: values.version_id }
      : {}),
    upload_ids: uploadIds,
    participant_ids: [],
    custom_fields: {},
  };
}

/**
 * The key under which a submission is sent. It stays the same while the content does, over retries and reloads, and
 * changes with the content, because a key stands for one content only.
 */
export class SubmissionKey {
  private readonly place: string;

  constructor(
    person: string,
    private readonly fresh: () => string,
    private readonly storage: Pick<Storage, "getItem" | "setItem" | "removeItem"> = localStorage,
  ) {
    this.place = submissionPlace(person);
  }

  for(body: unknown): string {
    const content = JSON.stringify(body);
    const kept = this.recall();
    if (kept?.content === content) return kept.key;
    const key = this.fresh();
    this.keep({ content, key });
    return key;
  }

  /** The content was accepted: the same words again are a new submission. */
  done(): void {
    this.memory = null;
    try {
      this.storage.removeItem(this.place);
    } catch {
      // It was held in memory only.
    }
  }

  private memory: { content: string; key: string } | null = null;

  private recall(): { content: string; key: string } | null {
    if (this.memory) return this.memory;
    try {
      return JSON.parse(this.storage.getItem(this.place) ?? "null") as {
        content: string;
        key: string;
      } | null;
    } catch {
      return null;
    }
  }

  private keep(kept: { content: string; key: string }): void {
    this.memory = kept;
    try {
      this.storage.setItem(this.place, JSON.stringify(kept));
    } catch {
      // Memory holds it for as long as the page lives.
    }
  }
}
