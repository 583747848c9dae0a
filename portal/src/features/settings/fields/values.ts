/** A custom field as the values of its dialog, and back. */
import type { Face } from "@/api/types";
import type { CustomField, FieldCondition, FieldKind, FieldOption, Translated } from "../documents";
import { idOf } from "../rules";

export const KINDS: readonly FieldKind[] = [
  "text",
  "long_text",
  "number",
  "date",
  "yes_no",
  "one_of",
  "some_of",
];
export const FACES: readonly Face[] = ["customer", "partner", "employee", "staff"];

/** An option as it is written. A new one has no ID yet. */
export interface WrittenOption {
  /** Tells the options of a dialog apart. */
  key: string;
  id: string;
  en: string;
  es: string;
  retired: boolean;
}

export interface FieldValues {
  kind: FieldKind;
  label_en: string;
  label_es: string;
  help_en: string;
  help_es: string;
  options: WrittenOption[];
  shown_for: string[];
  required_for: string[];
  /** ID of the field that decides; empty if the field is always asked. */
  decides: string;
  /** Values of that field for which this one is asked. */
  is: string[];
}

/** Whether a field of this kind has options. */
export const hasOptions = (kind: FieldKind) => kind === "one_of" || kind === "some_of";

/** Values of a field that a condition can name; none if it cannot decide. */
export function valuesOfField(field: CustomField | undefined): string[] {
  if (field?.kind === "yes_no") return ["yes", "no"];
  return field && hasOptions(field.kind) ? field.options.map(({ id }) => id) : [];
}

function translated(en: string, es: string): Translated {
  return { ...(en.trim() ? { en: en.trim() } : {}), ...(es.trim() ? { es: es.trim() } : {}) };
}

export function valuesOf(field: CustomField | undefined): FieldValues {
  return {
    kind: field?.kind ?? "text",
    label_en: field?.label.en ?? "",
    label_es: field?.label.es ?? "",
    help_en: field?.help.en ?? "",
    help_es: field?.help.es ?? "",
    options: (field?.options ?? []).map(({ id, label, retired }) => ({
      key: id,
      id,
      en: label.en ?? "",
      es: label.es ?? "",
      retired,
    })),
    shown_for: field?.shown_for ?? ["customer", "staff"],
    required_for: field?.required_for ?? [],
    decides: field?.shown_if?.field ?? "",
    is: field?.shown_if?.is ?? [],
  };
}

function optionsOf(written: readonly WrittenOption[]): FieldOption[] {
  const taken = written.map(({ id }) => id).filter((id) => id !== "");
  return written
    .filter(({ id, en }) => id !== "" || en.trim() !== "")
    .map(({ id: known, en, es, retired }) => {
      const id = known || idOf(en, taken);
      taken.push(id);
      return { id, label: translated(en, es), retired };
    });
}

function conditionOf({ decides, is }: FieldValues): FieldCondition | null {
  return decides ? { field: decides, is } : null;
}

/** The field of these values. A new one gets an ID that none of the others has. */
export function fieldOf(
  values: FieldValues,
  before: CustomField | undefined,
  taken: readonly string[],
): CustomField {
  const shown_for = FACES.filter((face) => face === "staff" || values.shown_for.includes(face));
  return {
    id: before?.id ?? idOf(values.label_en, taken),
    kind: values.kind,
    label: translated(values.label_en, values.label_es),
    help: translated(values.help_en, values.help_es),
    options: hasOptions(values.kind) ? optionsOf(values.options) : [],
    shown_for,
    required_for: shown_for.filter((face) => values.required_for.includes(face)),
    shown_if: conditionOf(values),
    retired: before?.retired ?? false,
  };
}
