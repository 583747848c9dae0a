/** The options of a field: their words in each language and their order. A published one is retired, never removed. */
import { Button, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Fields } from "@/kit/form/useFields";
import { Ordered } from "../Ordered";
import classes from "../settings.module.css";
import "../texts";
import type { FieldValues, WrittenOption } from "./values";

export function OptionList({ of, error }: { of: Fields<FieldValues>; error: string | undefined }) {
  const { t } = useTranslation("settings");
  const { options } = of.values;
  const put = (index: number, part: Partial<WrittenOption>) =>
    of.set({ options: options.map((one, at) => (at === index ? { ...one, ...part } : one)) });
  const add = () =>
    of.set({ options: [...options, { key: crypto.randomUUID(), id: "", en: "", es: "", retired: false }] });
  return (
    <fieldset className={classes.group} data-field="options">
      <legend className={classes.name}>{t("fields.options")}</legend>
      <Ordered
        label={t("fields.options")}
        things={options}
        keyOf={({ key }) => key}
        nameOf={({ en }) => en}
        onMove={(moved) => of.set({ options: moved })}
      >
        {({ id, en, es, retired }, index) => (
          <div className={classes.pair}>
            <TextInput
              label={t("fields.optionEn", { number: index + 1 })}
              value={en}
              onChange={(event) => put(index, { en: event.currentTarget.value })}
            />
            <TextInput
              label={t("fields.optionEs", { number: index + 1 })}
              value={es}
              onChange={(event) => put(index, { es: event.currentTarget.value })}
            />
            <div className={classes.acts}>
              {id ? (
                <Button variant="default" size="compact-sm" onClick={() => put(index, { retired: !retired })}>
                  {retired ? t("offer") : t("retire")}
                </Button>
              ) : (
                <Button
                  variant="default"
                  size="compact-sm"
                  onClick={() => of.set({ options: options.filter((_, at) => at !== index) })}
                >
                  {t("remove")}
                </Button>
              )}
              {retired && <span className={classes.quiet}>{t("retired")}</span>}
            </div>
          </div>
        )}
      </Ordered>
      {error && (
        <p role="alert" className={classes.error}>
          {error}
        </p>
      )}
      <div>
        <Button variant="default" size="compact-sm" onClick={add}>
          {t("fields.addOption")}
        </Button>
      </div>
    </fieldset>
  );
}
