/** Fields that a company added to its tickets, for tests. */
import type { TicketField } from "@/api/types";

export function field(id: string, kind: TicketField["kind"], more: Partial<TicketField> = {}): TicketField {
  return {
    id,
    kind,
    label: `Label of ${id}`,
    help: "",
    options: [],
    required: false,
    retired: false,
    ...more,
  };
}

export function options(...ids: string[]): TicketField["options"] {
  return ids.map((id) => ({ id, label: `The ${id}`, retired: false }));
}
