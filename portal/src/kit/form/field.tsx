/** Shared code of the fields of a form. */
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { characters } from "@/components/text";
import classes from "./Form.module.css";
import type { Fields, Name, Values } from "./useFields";

export interface FieldProps<V extends Values> {
  of: Fields<V>;
  name: Name<V>;
  /** Words above the field, or only said aloud if it is `bare`. */
  label: string;
  help?: ReactNode;
  optional?: boolean;
  /** Whether the label is not visible. */
  bare?: boolean;
}

/** Properties that every input takes: its names, its value, its error. */
export function inputProps<V extends Values>({ of, name, label, help, optional, bare }: FieldProps<V>) {
  const named = optional ? <Optional label={label} /> : label;
  return {
    name,
    ...(bare ? { "aria-label": label } : { label: named }),
    description: help,
    error: of.errors[name],
    wrapperProps: { "data-field": name },
  };
}

/** Returns the value of a text field. */
export function textOf<V extends Values>({ of, name }: FieldProps<V>): string {
  return (of.values[name] as string | null | undefined) ?? "";
}

/** Returns the part of a form's values that one field sets. */
export function part<V extends Values>(name: Name<V>, value: unknown): Partial<V> {
  return { [name]: value } as Partial<V>;
}

function Optional({ label }: { label: string }) {
  const { t } = useTranslation();
  return (
    <>
      {label} <span className={classes.optional}>{t("act.optional")}</span>
    </>
  );
}

/** Number of characters left, shown once few are. */
export function CharactersLeft<V extends Values>({ of, name }: FieldProps<V>) {
  const { t } = useTranslation("form");
  const most = of.limitOf(name)?.most;
  if (most === undefined) return null;
  const left = most - characters(textOf({ of, name, label: "" }));
  return left < Math.min(most / 4, Math.max(30, most / 20)) ? (
    <p className={classes.left}>{t("left", { count: left })}</p>
  ) : null;
}
