/** Working hours of the company, and the days on which it is closed. */
import { TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { SelectField } from "@/kit/form/SelectField";
import { TextArea } from "@/kit/form/TextArea";
import type { Fields } from "@/kit/form/useFields";
import classes from "../settings.module.css";
import "../texts";
import { hasWholeDays, type TicketValues, WEEKDAYS, type WrittenHours } from "./values";

export function CalendarFields({ of }: { of: Fields<TicketValues> }) {
  const { t } = useTranslation("settings");
  const { week, time_zone } = of.values;
  const zones = Intl.supportedValuesOf("timeZone");
  const isHalf = (day?: WrittenHours) => of.errors.week !== undefined && day && !hasWholeDays([day]);
  const put = (day: number, part: Partial<WrittenHours>) =>
    of.set({ week: week.map((one, at) => (at === day ? { ...one, ...part } : one)) });
  return (
    <fieldset className={classes.group} data-field="week">
      <legend className={classes.legend}>{t("calendar.title")}</legend>
      <p className={classes.quiet}>{t("calendar.help")}</p>
      <SelectField
        of={of}
        name="time_zone"
        label={t("part.time_zone")}
        data={zones.includes(time_zone) ? zones : [time_zone, ...zones]}
      />
      {WEEKDAYS.map((day, index) => (
        <div key={day} className={classes.pair}>
          <TextInput
            type="time"
            label={t("calendar.from", { day: t(`calendar.${day}`) })}
            value={week[index]?.from ?? ""}
            error={isHalf(week[index]) && !week[index]?.from && t("calendar.timeMissing")}
            onChange={(event) => put(index, { from: event.currentTarget.value })}
          />
          <TextInput
            type="time"
            label={t("calendar.to", { day: t(`calendar.${day}`) })}
            value={week[index]?.to ?? ""}
            error={isHalf(week[index]) && !week[index]?.to && t("calendar.timeMissing")}
            onChange={(event) => put(index, { to: event.currentTarget.value })}
          />
        </div>
      ))}
      {of.errors.week && (
        <p role="alert" className={classes.error}>
          {of.errors.week}
        </p>
      )}
      <TextArea
        of={of}
        name="holidays"
        label={t("calendar.holidays")}
        help={t("calendar.holidaysHelp")}
        rows={6}
      />
    </fieldset>
  );
}
