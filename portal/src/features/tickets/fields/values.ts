/** Values of the company's fields in a form: which are asked, what is wrong with them, and how they are sent. */
import type { FieldValue, TicketField } from "@/api/types";
import { i18next } from "@/i18n";
import { type Rule, type Rules, text } from "@/kit/form/rules";
import "../texts";

/** Names of these fields in a form, apart from those of every ticket. */
export type FieldName = `field_${string}`;
export type FieldInput = string | string[];
/** Values as they are typed; a yes-or-no field has `yes`, `no` or nothing. */
export type FieldInputs = { [name: FieldName]: FieldInput };
export type FieldValues = { [id: string]: FieldValue };

export const nameOf = ({ id }: Pick<TicketField, "id">): FieldName => `field_${id}`;

const NUMBER = /^-?\d{1,12}([.,]\d{1,4})?$/;

/** Returns the value of what was typed; null if nothing was. */
function valueIn({ kind }: TicketField, input: FieldInput | undefined): FieldValue | null {
  if (Array.isArray(input)) return input.length > 0 ? input : null;
  const typed = (input ?? "").trim();
  if (typed === "") return null;
  if (kind === "yes_no") return typed === "yes";
  return kind === "number" ? typed.replace(",", ".") : typed;
}

/** Returns a value as it is typed. */
export function inputOf({ kind }: TicketField, value: FieldValue | undefined): FieldInput {
  if (kind === "some_of") return Array.isArray(value) ? value : [];
  if (typeof value === "boolean") return value ? "yes" : "no";
  return typeof value === "string" ? value : "";
}

/** Whether the condition of a field holds next to the values of other fields. */
export function isAsked({ retired, shown_if: condition }: TicketField, values: FieldValues): boolean {
  if (retired) return false;
  if (!condition) return true;
  const value = values[condition.field];
  if (value === undefined) return false;
  const has = typeof value === "boolean" ? [value ? "yes" : "no"] : [value].flat();
  return has.some((one) => condition.is.includes(one));
}

/** Reads a form: the fields that it asks now, and the values that it sends. */
export function read(fields: readonly TicketField[], inputs: FieldInputs) {
  const values: FieldValues = {};
  const asked = fields.filter((field) => {
    if (!isAsked(field, values)) return false;
    const value = valueIn(field, inputs[nameOf(field)]);
    if (value !== null) values[field.id] = value;
    return true;
  });
  return { asked, values };
}

/** Returns the values of an empty form. */
export function emptyInputs(fields: readonly TicketField[]): FieldInputs {
  return Object.fromEntries(fields.map((field) => [nameOf(field), inputOf(field, undefined)]));
}

/** Returns what is wrong with a value, in words. */
function wrong(field: TicketField, input: FieldInput | undefined): string | null {
  const { kind, required, most } = field;
  const value = valueIn(field, input);
  if (value === null) return required ? i18next.t("form:required") : null;
  if (kind === "number" && !NUMBER.test(String(value))) return i18next.t("tickets:field.number");
  return typeof input === "string" && most ? text({ least: 0, most })(input, {}) : null;
}

/** Rules for the fields of a form. A field that is not asked is never wrong. */
export function fieldRules(fields: readonly TicketField[]): Rules<FieldInputs> {
  const ruleOf = (field: TicketField): Rule<FieldInput | undefined, FieldInputs> => {
    const asked = (inputs: FieldInputs) => read(fields, inputs).asked.some(({ id }) => id === field.id);
    const rule = (input: FieldInput | undefined, inputs: FieldInputs) =>
      asked(inputs) ? wrong(field, input) : null;
    const least = field.required ? 1 : 0;
    return field.most ? Object.assign(rule, { limit: { least, most: field.most } }) : rule;
  };
  return Object.fromEntries(fields.map((field) => [nameOf(field), ruleOf(field)]));
}

/** Returns the fields of a form by the server's names. */
export function fieldPointers(fields: readonly TicketField[]): Record<string, FieldName> {
  return Object.fromEntries(fields.map((field) => [`custom_fields/${field.id}`, nameOf(field)]));
}

interface Sides {
  custom_fields?: FieldValues | null;
  staff_fields?: FieldValues | null;
}

/** Returns the values of both sides as staff see them: a field has a value on one of them. */
export function valuesOf({ custom_fields, staff_fields }: Sides): FieldValues {
  return { ...custom_fields, ...staff_fields };
}
