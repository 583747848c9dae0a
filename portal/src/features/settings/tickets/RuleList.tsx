/** The routing rules in their order. The last one takes every ticket and stays where it is. */
import { Button } from "@mantine/core";
import { Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { laterPart } from "@/kit/feature/later";
import type { Fields } from "@/kit/form/useFields";
import type { CustomField, Rule } from "../documents";
import { Ordered } from "../Ordered";
import classes from "../settings.module.css";
import "../texts";
import { conditionsOf, useRuleWords } from "./ruleWords";
import type { TicketValues } from "./values";

const RuleDialog = laterPart(() => import("./RuleDialog"), "RuleDialog");

interface Props {
  of: Fields<TicketValues>;
  /** Fields that a rule can name. */
  fields: readonly CustomField[];
}

export function RuleList({ of, fields }: Props) {
  const { t } = useTranslation("settings");
  const words = useRuleWords(of.values.queues, fields);
  const [asked, setAsked] = useState<number | "new" | null>(null);
  const { rules } = of.values;
  const last = rules.length - 1;

  function put(rule: Rule) {
    // A new rule comes first: behind a wider one it would never apply.
    if (asked === "new") of.set({ rules: [rule, ...rules] });
    else of.set({ rules: rules.map((one, at) => (at === asked ? rule : one)) });
  }

  return (
    <fieldset className={classes.group} data-field="rules">
      <legend className={classes.legend}>{t("rules.title")}</legend>
      <p className={classes.quiet}>{t("rules.help")}</p>
      <div>
        <Button variant="default" onClick={() => setAsked("new")}>
          {t("rules.add")}
        </Button>
      </div>
      <Ordered
        label={t("rules.title")}
        things={rules.map((rule, index) => ({ rule, key: keyOf(rules, index) }))}
        keyOf={({ key }) => key}
        nameOf={({ rule }) => rule.name}
        fixed={1}
        onMove={(moved) => of.set({ rules: moved.map(({ rule }) => rule) })}
      >
        {({ rule }, index) => (
          <>
            <p className={classes.name}>{rule.name}</p>
            <p className={classes.quiet}>
              {index === last && conditionsOf(rule.when).length === 0
                ? t("rules.everything")
                : words.conditions(rule.when)}
              {" → "}
              {words.queue(rule.queue)} · {words.agent(rule)}
            </p>
            <div className={classes.acts}>
              <Button variant="default" size="compact-sm" onClick={() => setAsked(index)}>
                {t("change")}
              </Button>
              {index !== last && (
                <Button
                  variant="default"
                  size="compact-sm"
                  onClick={() => of.set({ rules: rules.filter((_, at) => at !== index) })}
                >
                  {t("remove")}
                </Button>
              )}
            </div>
          </>
        )}
      </Ordered>
      {asked !== null && (
        <Suspense fallback={null}>
          <RuleDialog
            rule={asked === "new" ? undefined : rules[asked]}
            isLast={asked === last}
            queues={of.values.queues}
            fields={fields}
            onWritten={put}
            onClose={() => setAsked(null)}
          />
        </Suspense>
      )}
    </fieldset>
  );
}

/** Key of a rule, which stays the same while it is moved among rules with other names. */
function keyOf(rules: readonly Rule[], index: number): string {
  const name = rules[index]?.name ?? "";
  const before = rules.slice(0, index).filter((rule) => rule.name === name).length;
  return `${name} ${before}`;
}
