/** Asks what becomes of another person's change to the record that a form was opened with. */
import { Button } from "@mantine/core";
import { IconGitMerge } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Callout } from "@/components/Callout";
import { firstCharacters } from "@/components/text";
import classes from "./Form.module.css";
import type { Name, Values } from "./useFields";
import type { Form } from "./useForm";

/** Returns the name of each field and its value, both in words. A value that is too long has none. */
export type Told<V extends Values> = (values: V) => Partial<Record<Name<V>, readonly [string, string?]>>;

interface Props<V extends Values> {
  of: Form<V>;
  told: Told<V> | undefined;
  newest: ReactNode;
}

/** Most characters of a value that are shown. */
const MOST = 300;

export default function Theirs<V extends Values>({ of, told, newest }: Props<V>) {
  const { t } = useTranslation("form");
  const words = of.newest ? told?.(of.newest) : undefined;
  return (
    <Callout alert tint="attention" icon={IconGitMerge} title={t("theirs")}>
      <p>{t("theirsText")}</p>
      {words && (
        <ul>
          {of.theirs.map((field) => {
            const [name, value] = words[field as Name<V>] ?? [field];
            return (
              <li key={field}>
                <strong>{name}</strong>
                {value !== undefined && <>: {firstCharacters(value, MOST) || t("theirsEmpty")}</>}
                {of.clashes.includes(field) && <> ({t("theirsToo")})</>}
              </li>
            );
          })}
        </ul>
      )}
      {newest && <p>{newest}</p>}
      <div className={classes.acts}>
        <Button variant="default" size="sm" onClick={of.takeTheirs}>
          {t("takeTheirs")}
        </Button>
        <Button variant="default" size="sm" onClick={of.keepMine}>
          {t("keepMine")}
        </Button>
      </div>
    </Callout>
  );
}
