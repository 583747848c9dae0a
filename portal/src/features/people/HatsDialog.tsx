/** Dialog in which an administrator gives a person other hats: roles change, go and come. */
import { Button, Text } from "@mantine/core";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import type { Person } from "@/api/types";
import { useServerWords } from "@/components/useServerWords";
import type { Rule } from "@/kit/form/rules";
import type { Fields } from "@/kit/form/useFields";
import { ActDialog } from "@/kit/record/ActDialog";
import type { Acting } from "@/kit/record/useAct";
import { wears } from "./api";
import { FindAccount } from "./FindAccount";
import classes from "./HatsDialog.module.css";
import { bodyOf, changed, type HatValues, hasDuplicates, hatsOf, MOST_HATS, newHat } from "./hats";
import { RoleFields } from "./RoleFields";
import { hasQueues, OWN, ROLES_OF } from "./roles";
import "./texts";

interface Props {
  person: Person;
  act: Acting;
  onClose: () => void;
}

interface Values {
  hats: HatValues[];
}

export function HatsDialog({ person, act, onClose }: Props) {
  const { t } = useTranslation("people");
  const words = useHatWords();
  const { id, name } = person;
  const rule: Rule<HatValues[], Values> = (hats) => {
    if (hats.length === 0) return t("needHat");
    if (hats.some(({ role, queue_ids }) => hasQueues(role) && queue_ids.length === 0)) return t("needQueue");
    return hasDuplicates(hats) ? t("twice") : null;
  };
  return (
    <ActDialog<Values>
      act={act}
      onClose={onClose}
      title={t("hatsTitle", { name })}
      submit={t("hatsSubmit")}
      done={t("hatsSaved", { name })}
      draft={`hats-${id}`}
      start={{ hats: hatsOf(person) }}
      rules={{ hats: rule }}
      told={({ hats }) => ({ hats: [t("hats"), hats.map(words).join("; ")] })}
      send={(_values, _key, { hats }) => wears(id, hats && bodyOf(hats))}
    >
      {(of) => (
        <>
          <Text size="sm">{t("hatsHelp", { name })}</Text>
          <HatList of={of} />
        </>
      )}
    </ActDialog>
  );
}

/** Returns what puts a hat into words, whether the server knows it yet or not. */
function useHatWords() {
  const { t } = useTranslation("people");
  const words = useServerWords();
  return ({ key, kind, role, organisation }: HatValues) => {
    const of = organisation || t("company");
    return words.hat({ id: key, kind, role, label: `${of}, ${words.role(role)}`, organisation: of });
  };
}

function HatList({ of }: { of: Fields<Values> }) {
  const { t } = useTranslation("people");
  const words = useHatWords();
  const error = useId();
  const { hats } = of.values;
  const set = (next: HatValues[]) => of.set({ hats: next });
  return (
    <div data-field="hats">
      {hats.length === 0 && <Text size="sm">{t("hatsNone")}</Text>}
      {hats.map((hat, index) => (
        <fieldset key={hat.key} className={classes.hat} aria-describedby={of.errors.hats ? error : undefined}>
          <legend className={classes.legend}>
            {hat.organisation || t("company")}
            {hat.id === null && ` (${t("newHat").toLowerCase()})`}
          </legend>
          <RoleFields
            of={oneOf(of, index, hat)}
            roles={hat.id === null && hat.account_id === null ? OWN : ROLES_OF[hat.kind]}
            partner={hat.kind === "partner"}
          />
          <Button
            variant="default"
            size="compact-sm"
            className={classes.remove}
            aria-label={t("removeHatOf", { hat: words(hat) })}
            onClick={() => set(hats.filter(({ key }) => key !== hat.key))}
          >
            {t("removeHat")}
          </Button>
        </fieldset>
      ))}
      {of.errors.hats && (
        <p id={error} className={classes.error}>
          {of.errors.hats}
        </p>
      )}
      {hats.length < MOST_HATS ? (
        <div className={classes.add}>
          <Button variant="default" size="xs" onClick={() => set([...hats, newHat(hats)])}>
            {t("addHat")}
          </Button>
          <FindAccount onFound={(account) => set([...hats, newHat(hats, account)])} />
        </div>
      ) : (
        <Text size="sm" c="dimmed">
          {t("mostHats", { count: MOST_HATS })}
        </Text>
      )}
    </div>
  );
}

/** The fields of one of the hats. An error of any of them is said below all. */
function oneOf(of: Fields<Values>, index: number, hat: HatValues): Fields<HatValues> {
  return {
    ...of,
    values: hat,
    errors: {},
    set: (part) =>
      of.set({ hats: of.values.hats.map((one, at) => (at === index ? changed(one, part) : one)) }),
    leave: () => of.leave("hats"),
    limitOf: () => undefined,
    focus: () => of.focus("hats"),
  };
}
