/** Routing rules in words. */
import { useTranslation } from "react-i18next";
import type { CustomField, QueueOf, Rule, RuleCondition } from "../documents";
import { useValueLabel } from "../fields/useValueLabel";
import "../texts";

export const NO_CONDITION: RuleCondition = {
  kind: null,
  type: null,
  severity: null,
  product: null,
  plan: null,
  territory: null,
  custom_field: null,
};

/** Names of the conditions that a rule has. */
export function conditionsOf(when: RuleCondition): (keyof RuleCondition)[] {
  return (Object.keys(NO_CONDITION) as (keyof RuleCondition)[]).filter(
    (name) => when[name] !== null && when[name] !== undefined,
  );
}

export function useRuleWords(queues: readonly QueueOf[], fields: readonly CustomField[]) {
  const { t } = useTranslation("settings");
  const labelOf = useValueLabel();
  const queue = (id: string) => queues.find((one) => one.id === id)?.name ?? t("rules.noQueue");

  function conditions(when: RuleCondition): string {
    const field = fields.find(({ id }) => id === when.custom_field?.field);
    const words = [
      when.kind && t(`value.kind.${when.kind}`),
      when.type && t(`value.type.${when.type}`),
      when.severity && t(`value.severity.${when.severity}`),
      when.plan && t(`value.plan.${when.plan}`),
      when.territory && t("rules.inTerritory", { territory: when.territory }),
      when.product && t("rules.ofProduct"),
      when.custom_field &&
        t("rules.withField", {
          field: field?.label.en ?? when.custom_field.field,
          values: when.custom_field.is.map((value) => labelOf(field, value)).join(", "),
        }),
    ];
    return words.filter(Boolean).join(" · ") || t("rules.everything");
  }

  function agent({ agent: choice, queue: of }: Rule): string {
    if (typeof choice === "string") return t(`value.agent_choice.${choice}`);
    const agents = queues.find((one) => one.id === of)?.agents ?? [];
    return agents.find(({ id }) => id === choice.fixed)?.name ?? t("rules.noAgent");
  }

  return { queue, conditions, agent };
}
