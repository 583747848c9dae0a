/** Dialog of one routing rule: its name, its conditions, its queue and the choice of the agent. */
import { useTranslation } from "react-i18next";
import type { Severity, TicketKind, TicketType } from "@/api/types";
import { useProducts } from "@/context/products";
import { CheckField } from "@/kit/form/CheckField";
import { SelectField } from "@/kit/form/SelectField";
import { TextField } from "@/kit/form/TextField";
import type { AgentChoice, CustomField, Plan, QueueOf, Rule } from "../documents";
import { useValueLabel } from "../fields/useValueLabel";
import { valuesOfField } from "../fields/values";
import classes from "../settings.module.css";
import { ThingDialog } from "../ThingDialog";
import "../texts";
import { NO_CONDITION } from "./ruleWords";
import { PLANS, SEVERITIES } from "./values";

const KINDS = ["support", "partner_request", "help_desk"] as const;
const TYPES = ["issue", "question", "request"] as const;
const CHOICES = ["nobody", "round_robin", "least_loaded"] as const;

interface Values {
  name: string;
  kind: string;
  type: string;
  severity: string;
  plan: string;
  territory: string;
  product: string;
  field: string;
  is: string[];
  queue: string;
  /** One of the choices, or the ID of the person who always gets the ticket. */
  agent: string;
}

interface Props {
  /** The rule as it is; absent for a new one. */
  rule: Rule | undefined;
  /** Whether the rule is the last one, which has no conditions. */
  isLast: boolean;
  queues: readonly QueueOf[];
  fields: readonly CustomField[];
  onWritten: (rule: Rule) => void;
  onClose: () => void;
}

function valuesOf(rule: Rule | undefined): Values {
  const when = rule?.when ?? NO_CONDITION;
  const agent = rule?.agent ?? "nobody";
  return {
    name: rule?.name ?? "",
    kind: when.kind ?? "",
    type: when.type ?? "",
    severity: when.severity ?? "",
    plan: when.plan ?? "",
    territory: when.territory ?? "",
    product: when.product ?? "",
    field: when.custom_field?.field ?? "",
    is: when.custom_field?.is ?? [],
    queue: rule?.queue ?? "",
    agent: typeof agent === "string" ? agent : agent.fixed,
  };
}

export function ruleOf(values: Values, isLast: boolean): Rule {
  const { name, queue, field, is } = values;
  const isChoice = (CHOICES as readonly string[]).includes(values.agent);
  const agent: AgentChoice = isChoice ? (values.agent as (typeof CHOICES)[number]) : { fixed: values.agent };
  if (isLast) return { name, when: NO_CONDITION, queue, agent };
  return {
    name,
    when: {
      kind: (values.kind || null) as TicketKind | null,
      type: (values.type || null) as TicketType | null,
      severity: (values.severity || null) as Severity | null,
      plan: (values.plan || null) as Plan | null,
      territory: values.territory || null,
      product: values.product || null,
      custom_field: field ? { field, is } : null,
    },
    queue,
    agent,
  };
}

export function RuleDialog({ rule, isLast, queues, fields, onWritten, onClose }: Props) {
  const { t } = useTranslation("settings");
  const labelOf = useValueLabel();
  const products = useProductChoices(rule?.when.product ?? null);
  const any = { value: "", label: t("rules.any") };
  return (
    <ThingDialog<Values>
      title={rule ? t("rules.changeTitle", { name: rule.name }) : t("rules.add")}
      start={valuesOf(rule)}
      rules={{
        name: (name) => (name.trim() ? null : t("rules.nameMissing")),
        queue: (queue) => (queue ? null : t("rules.queueMissing")),
        is: (is, { field }) => (field && is.length === 0 ? t("fields.valuesMissing") : null),
      }}
      onWritten={(values) => onWritten(ruleOf(values, isLast))}
      onClose={onClose}
    >
      {(form) => {
        const chosen = fields.find(({ id }) => id === form.values.field);
        const agents = queues.find(({ id }) => id === form.values.queue)?.agents ?? [];
        return (
          <>
            <TextField of={form} name="name" label={t("rules.name")} autoComplete="off" data-autofocus />
            {isLast ? (
              <p className={classes.quiet}>{t("rules.lastHelp")}</p>
            ) : (
              <>
                <div className={classes.pair}>
                  <SelectField
                    of={form}
                    name="kind"
                    label={t("part.rule_kind")}
                    data={[any, ...KINDS.map((value) => ({ value, label: t(`value.kind.${value}`) }))]}
                  />
                  <SelectField
                    of={form}
                    name="type"
                    label={t("part.rule_type")}
                    data={[any, ...TYPES.map((value) => ({ value, label: t(`value.type.${value}`) }))]}
                  />
                  <SelectField
                    of={form}
                    name="severity"
                    label={t("part.rule_severity")}
                    data={[
                      any,
                      ...SEVERITIES.map((value) => ({ value, label: t(`value.severity.${value}`) })),
                    ]}
                  />
                  <SelectField
                    of={form}
                    name="plan"
                    label={t("part.rule_plan")}
                    data={[any, ...PLANS.map((value) => ({ value, label: t(`value.plan.${value}`) }))]}
                  />
                  <SelectField
                    of={form}
                    name="product"
                    label={t("part.rule_product")}
                    data={[any, ...products]}
                  />
                  <TextField
                    of={form}
                    name="territory"
                    label={t("part.rule_territory")}
                    optional
                    autoComplete="off"
                  />
                </div>
                {fields.length > 0 && (
                  <SelectField
                    of={form}
                    name="field"
                    label={t("part.rule_field")}
                    onChoose={(field) => form.set({ field, is: [] })}
                    data={[any, ...fields.map(({ id, label }) => ({ value: id, label: label.en ?? id }))]}
                  />
                )}
                {chosen && (
                  <CheckField
                    of={form}
                    name="is"
                    label={t("fields.values")}
                    choices={valuesOfField(chosen).map((value) => ({
                      value,
                      label: labelOf(chosen, value),
                    }))}
                  />
                )}
              </>
            )}
            <SelectField
              of={form}
              name="queue"
              label={t("part.rule_queue")}
              onChoose={(queue) => form.set({ queue, agent: "nobody" })}
              data={[
                { value: "", label: t("choose") },
                ...queues.map(({ id, name }) => ({ value: id, label: name })),
              ]}
            />
            <SelectField
              of={form}
              name="agent"
              label={t("part.rule_agent")}
              data={[
                ...CHOICES.map((value) => ({ value, label: t(`value.agent_choice.${value}`) })),
                ...agents.map(({ id, name }) => ({ value: id, label: t("rules.always", { name }) })),
              ]}
            />
          </>
        );
      }}
    </ThingDialog>
  );
}

/** The company's products, and the one that the rule has. */
function useProductChoices(own: string | null) {
  const { t } = useTranslation("settings");
  const products = useProducts().data ?? [];
  const found = new Map(products.map(({ id, name }) => [id as string, name]));
  if (own && !found.has(own)) found.set(own, t("rules.ownProduct"));
  return [...found]
    .map(([value, label]) => ({ value, label }))
    .sort((one, other) => one.label.localeCompare(other.label));
}
