/** Reading a CSV file of people who are to be invited, and what is wrong with each of its lines. */
import type { Queue } from "@/api/types";
import { LANGUAGES, type Language } from "@/i18n/language";
import { cellsOf } from "@/kit/list/cells";
import { CUSTOMERS, hasQueues, type InvitedRole, OWN } from "../roles";

/** Largest number of people who are invited at once. */
export const MOST_LINES = 500;

/** Columns of the file, in their usual order. */
export const COLUMNS = ["name", "email", "role", "queues", "language"] as const;
type ColumnName = (typeof COLUMNS)[number];

export type Fault =
  | "unreadable"
  | "needName"
  | "needEmail"
  | "unknownRole"
  | "needQueue"
  | "unknownQueue"
  | "unknownLanguage"
  | "twice"
  | "tooMany";

/** A line of the file: a person to be invited. */
export interface Line {
  /** Number of the line in the file, from 1. */
  id: string;
  name: string;
  email: string;
  role: string;
  queues: string;
  language: string;
  /** Reason why the line cannot be sent. */
  fault: Fault | null;
}

interface Known {
  queues: readonly Pick<Queue, "id" | "name">[];
  /** Whether the people are those of an account. */
  customers: boolean;
  /** Language of people whose line names none. */
  language: Language;
}

/** Names of columns as people write them. */
const TITLES: Record<string, ColumnName> = {
  name: "name",
  nombre: "name",
  email: "email",
  "e-mail": "email",
  correo: "email",
  "correo electrónico": "email",
  role: "role",
  rol: "role",
  queues: "queues",
  queue: "queues",
  colas: "queues",
  language: "language",
  idioma: "language",
};

/** Order of the columns by the first row, if that names them. */
function headerOf(row: readonly string[]): (ColumnName | undefined)[] | null {
  const named = row.map((title) => TITLES[title.toLowerCase()]);
  return named.includes("email") ? named : null;
}

const isRole = (role: string, customers: boolean): role is InvitedRole =>
  (customers ? CUSTOMERS : OWN).some((one) => one === role);

const isLanguage = (language: string): language is Language => LANGUAGES.some((one) => one === language);

const queuesOf = (queues: string) =>
  queues
    .split("|")
    .map((name) => name.trim().toLowerCase())
    .filter(Boolean);

function faultOf(line: Line, { queues, customers }: Known): Fault | null {
  if (Object.values(line).some((cell) => cell?.includes("\uFFFD"))) return "unreadable";
  if (!line.name) return "needName";
  if (!/^\S+@\S+$/.test(line.email)) return "needEmail";
  if (!isRole(line.role, customers)) return "unknownRole";
  const known = queues.map(({ name }) => name.toLowerCase());
  const wanted = queuesOf(line.queues);
  if (hasQueues(line.role) && wanted.length === 0) return "needQueue";
  if (wanted.some((name) => !known.includes(name))) return "unknownQueue";
  return isLanguage(line.language) ? null : "unknownLanguage";
}

/** Reads the lines of a file. Empty ones are left out; their numbers stay those of the file. */
export function readLines(text: string, known: Known): Line[] {
  const rows = cellsOf(text.replace(/^\uFEFF/, ""));
  const header = headerOf(rows[0] ?? []);
  const columns = header ?? COLUMNS;
  const seen = new Set<string>();
  return rows.flatMap((row, index): Line[] => {
    if ((header && index === 0) || row.every((cell) => cell === "")) return [];
    const cell = (name: ColumnName) => row[columns.indexOf(name)] ?? "";
    const line: Line = {
      id: String(index + 1),
      name: cell("name"),
      email: cell("email").toLowerCase(),
      role: cell("role").toLowerCase() || (known.customers ? "member" : ""),
      queues: cell("queues"),
      language: cell("language").toLowerCase() || known.language,
      fault: null,
    };
    const twice = seen.has(line.email);
    seen.add(line.email);
    const fault = faultOf(line, known) ?? (twice ? "twice" : null);
    return [{ ...line, fault: fault ?? (seen.size > MOST_LINES ? "tooMany" : null) }];
  });
}

/** Hat and language of a line without a fault. */
export function wantedBy(line: Line, { queues }: Pick<Known, "queues">) {
  const names = queuesOf(line.queues);
  const role = line.role as InvitedRole;
  const queue_ids = queues.filter(({ name }) => names.includes(name.toLowerCase())).map(({ id }) => id);
  return { role, queue_ids: hasQueues(role) ? queue_ids : [], locale: line.language };
}
