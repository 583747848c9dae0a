/** Tickets that a whole queue gets a mail about. */
import { useTranslation } from "react-i18next";
import { CheckField } from "@/kit/form/CheckField";
import type { Fields } from "@/kit/form/useFields";
import classes from "../settings.module.css";
import "../texts";
import { SEVERITIES, type TicketValues } from "./values";

export function AlarmFields({ of }: { of: Fields<TicketValues> }) {
  const { t } = useTranslation("settings");
  return (
    <fieldset className={classes.group}>
      <legend className={classes.legend}>{t("alarm.title")}</legend>
      <CheckField
        of={of}
        name="alarm_severities"
        label={t("alarm.severities")}
        choices={SEVERITIES.map((value) => ({ value, label: t(`value.severity.${value}`) }))}
      />
      <CheckField
        of={of}
        name="alarm_unassigned"
        label={t("alarm.also")}
        choices={[{ value: "unassigned", label: t("alarm.unassigned") }]}
      />
    </fieldset>
  );
}
