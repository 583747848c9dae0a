/** The two parts of a locale: the language of the texts, and the region by which dates and numbers are written. */
import { NativeSelect } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { plainDate, zoneOf } from "@/components/time";
import { LANGUAGE_NAMES, LANGUAGES, languageOf, REGIONS, regionFor } from "@/i18n/language";
import type { Fields } from "@/kit/form/useFields";
import "./texts";

/** A day and a number whose parts cannot be mistaken for each other. */
const EXAMPLE = { date: "2030-12-31", number: 1234.5 };

function regionChoices(current: string, spoken: string) {
  const names = new Intl.DisplayNames(spoken, { type: "region" });
  return [...new Set([...REGIONS, current])]
    .map((value) => ({ value, label: names.of(value) ?? value }))
    .sort((one, other) => one.label.localeCompare(other.label, spoken));
}

export function LanguageFields<V extends { locale: string; time_zone: string }>({
  of: form,
}: {
  of: Fields<V>;
}) {
  const { t, i18n } = useTranslation("profile");
  const { locale, time_zone } = form.values;
  const [language, region] = [languageOf(locale), regionFor(locale, time_zone)];
  const written = zoneOf(locale, time_zone, i18n.language).locale;
  const date = plainDate(EXAMPLE.date, written);
  const number = new Intl.NumberFormat(written, { useGrouping: "always" }).format(EXAMPLE.number);
  const choose = (value: string) => form.set({ locale: value } as Partial<V>);
  return (
    <>
      <NativeSelect
        data-field="locale"
        label={t("language")}
        data={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
        value={language}
        error={form.errors.locale}
        onChange={(event) => choose(`${event.currentTarget.value}-${region}`)}
      />
      <NativeSelect
        label={t("region")}
        description={t("regionHelp", { date, number })}
        data={regionChoices(region, i18n.language)}
        value={region}
        onChange={(event) => choose(`${language}-${event.currentTarget.value}`)}
      />
    </>
  );
}
