/**
 * Words that the server sends next to codes, such as the label of a state, in the reader's language. The server's are
 * English, so English has none of its own, and a code without words here is shown in the server's.
 */
import type { Action, Hat, Severity, TicketState } from "@/api/types";
import { addAnyTexts } from "@/i18n";

type Words<Code extends string> = Readonly<Record<Code, string>>;

/** States by who reads them: customers, partners and employees, who have requests, and staff. */
interface StateWords {
  ticket: Words<TicketState>;
  request: Words<TicketState>;
  staff: Words<TicketState>;
  /** A state that depends on another person or ticket. */
  waitingFor: string;
  continuedIn: string;
  mergedInto: string;
}

export interface ServerWords {
  severity: Words<Severity>;
  state: StateWords;
  role: Words<Hat["role"]>;
  /** A hat: "Halvorsen Marine, manager". */
  hat: string;
  action: Words<Action>;
  /** Conflicts with another record than the one that was seen. */
  conflict: Words<"target_changed">;
  /** Errors at a field by their codes, and one for any other. */
  problem: Readonly<Record<string, string>> & { other: string };
}

export const SERVER_WORDS = "server";

await addAnyTexts(SERVER_WORDS, {
  en: async () => ({}),
  es: async () => (await import("./es")).server,
});
