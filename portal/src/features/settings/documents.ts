/** The documents of the sections, as the server keeps them. */
import type { Action, Face, Hat, Severity, TicketKind, TicketType } from "@/api/types";

export const SECTIONS = [
  "portal",
  "ticket_fields",
  "tickets",
  "files",
  "knowledge",
  "identity_provider",
] as const;
export type SectionName = (typeof SECTIONS)[number];

type Role = Hat["role"];

export interface TakenAway {
  capability: Capability;
  face: Face;
  /** The one role that loses the capability; null if all of the portal do. */
  role: Role | null;
}
export type Capability =
  | "tickets"
  | "knowledge"
  | "touches"
  | "people"
  | "accounts"
  | "imports"
  | "jobs"
  | "settings"
  | "personal";

export interface PortalDocument {
  company_name: string;
  brand_color: string;
  support_email: string;
  support_phone: string;
  taken_away: TakenAway[];
  session_days: number;
  rates: { tickets: number; uploads: number };
}

/** Texts by the tag of their language. */
export type Translated = Record<string, string>;
export type FieldKind = "text" | "long_text" | "number" | "date" | "yes_no" | "one_of" | "some_of";

export interface FieldOption {
  id: string;
  label: Translated;
  retired: boolean;
}

/** Condition on the value of a field that has options, or is of yes or no. */
export interface FieldCondition {
  field: string;
  is: string[];
}

export interface CustomField {
  id: string;
  kind: FieldKind;
  label: Translated;
  help: Translated;
  options: FieldOption[];
  shown_for: Face[];
  required_for: Face[];
  shown_if: FieldCondition | null;
  retired: boolean;
}

export interface FieldsDocument {
  fields: CustomField[];
}

export interface PersonRef {
  id: string;
  name: string;
}

export interface QueueOf {
  id: string;
  name: string;
  lead: string;
  agents: PersonRef[];
}

export type Plan = "standard" | "premium" | "internal";

export interface RuleCondition {
  kind: TicketKind | null;
  type: TicketType | null;
  severity: Severity | null;
  product: string | null;
  plan: Plan | null;
  territory: string | null;
  custom_field: FieldCondition | null;
}

export type AgentChoice = "nobody" | "round_robin" | "least_loaded" | { fixed: string };

export interface Rule {
  name: string;
  when: RuleCondition;
  queue: string;
  agent: AgentChoice;
}

export interface Hours {
  from: string;
  to: string;
}

export interface Target {
  severity: Severity;
  plan: Plan;
  first_response_minutes: number;
  resolution_minutes: number;
}

export interface TicketsDocument {
  queues: QueueOf[];
  rules: Rule[];
  calendar: { time_zone: string; week: (Hours | null)[]; holidays: string[] };
  targets: Target[];
  custom_fields: string[];
  alarm: { severities: Severity[]; unassigned: boolean };
}

export interface FilesDocument {
  types: { media_type: string; endings: string[] }[];
}

export interface KnowledgeDocument {
  synonyms: string[][];
}

export interface ProviderDocument {
  enabled: boolean;
  issuer: string;
  client_id: string;
  client_secret: string | null;
  label: string;
  faces: Face[];
  domains: string[];
  newcomers: { domain: string; kind: Face; role: Role }[];
}

export interface Documents {
  portal: PortalDocument;
  ticket_fields: FieldsDocument;
  tickets: TicketsDocument;
  files: FilesDocument;
  knowledge: KnowledgeDocument;
  identity_provider: ProviderDocument;
}

/** Documents of sections that nobody has written yet. The others always have one. */
export const EMPTY: Partial<Documents> = {
  ticket_fields: { fields: [] },
  knowledge: { synonyms: [] },
  identity_provider: {
    enabled: false,
    issuer: "",
    client_id: "",
    client_secret: null,
    label: "",
    faces: ["employee", "staff"],
    domains: [],
    newcomers: [],
  },
};

/** Actions that the pages of settings need. */
export const SEES: Action = "view_settings";
