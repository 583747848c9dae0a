/** Targets of each plan and severity, in business minutes. */
import { TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Fields } from "@/kit/form/useFields";
import classes from "../settings.module.css";
import "../texts";
import { PLANS, type TicketValues, type WrittenTarget } from "./values";

export function TargetFields({ of }: { of: Fields<TicketValues> }) {
  const { t } = useTranslation("settings");
  const { targets } = of.values;
  const put = (target: WrittenTarget, part: Partial<WrittenTarget>) =>
    of.set({ targets: targets.map((one) => (one === target ? { ...one, ...part } : one)) });
  return (
    <fieldset className={classes.group} data-field="targets">
      <legend className={classes.legend}>{t("targets.title")}</legend>
      <p className={classes.quiet}>{t("targets.help")}</p>
      {PLANS.map((plan) => (
        <details key={plan} className={classes.details}>
          <summary>{t(`value.plan.${plan}`)}</summary>
          <div className={classes.group}>
            {targets
              .filter((target) => target.plan === plan)
              .map((target) => {
                const severity = t(`value.severity.${target.severity}`);
                return (
                  <div key={target.severity} className={classes.pair}>
                    <TextInput
                      label={t("targets.first", { severity })}
                      inputMode="numeric"
                      value={target.first}
                      onChange={(event) => put(target, { first: event.currentTarget.value })}
                    />
                    <TextInput
                      label={t("targets.solution", { severity })}
                      inputMode="numeric"
                      value={target.solution}
                      onChange={(event) => put(target, { solution: event.currentTarget.value })}
                    />
                  </div>
                );
              })}
          </div>
        </details>
      ))}
      {of.errors.targets && (
        <p role="alert" className={classes.error}>
          {of.errors.targets}
        </p>
      )}
    </fieldset>
  );
}
