/** The queues and the people who work on them. A published queue is not removed: tickets may be in it. */
import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { CheckField } from "@/kit/form/CheckField";
import { SelectField } from "@/kit/form/SelectField";
import { TextField } from "@/kit/form/TextField";
import type { Fields } from "@/kit/form/useFields";
import { useStaff } from "../api";
import type { PersonRef, QueueOf } from "../documents";
import { Ordered } from "../Ordered";
import classes from "../settings.module.css";
import { ThingDialog } from "../ThingDialog";
import "../texts";
import { type TicketValues, workersOf } from "./values";

interface Props {
  of: Fields<TicketValues>;
  /** IDs of published queues. */
  known: readonly string[];
}

export function QueueList({ of, known }: Props) {
  const { t } = useTranslation("settings");
  const [asked, setAsked] = useState<number | "new" | null>(null);
  const { queues, rules } = of.values;
  const put = (queue: QueueOf) =>
    asked === "new"
      ? of.set({ queues: [...queues, queue] })
      : of.set({ queues: queues.map((one, at) => (at === asked ? queue : one)) });
  return (
    <fieldset className={classes.group} data-field="queues">
      <legend className={classes.legend}>{t("queues.title")}</legend>
      <Ordered
        label={t("queues.title")}
        things={queues}
        keyOf={({ id }) => id}
        nameOf={({ name }) => name}
        onMove={(moved) => of.set({ queues: moved })}
      >
        {(queue, index) => (
          <>
            <p className={classes.name}>{queue.name}</p>
            <p className={classes.quiet}>
              {queue.agents.map(({ name }) => name).join(", ") || t("queues.nobody")}
            </p>
            <div className={classes.acts}>
              <Button variant="default" size="compact-sm" onClick={() => setAsked(index)}>
                {t("change")}
              </Button>
              {!known.includes(queue.id) && !rules.some((rule) => rule.queue === queue.id) && (
                <Button
                  variant="default"
                  size="compact-sm"
                  onClick={() => of.set({ queues: queues.filter((_, at) => at !== index) })}
                >
                  {t("remove")}
                </Button>
              )}
            </div>
          </>
        )}
      </Ordered>
      <div>
        <Button variant="default" onClick={() => setAsked("new")}>
          {t("queues.add")}
        </Button>
      </div>
      {asked !== null && (
        <QueueDialog
          queue={asked === "new" ? undefined : queues[asked]}
          queues={queues}
          onWritten={put}
          onClose={() => setAsked(null)}
        />
      )}
    </fieldset>
  );
}

interface DialogProps {
  /** The queue as it is; absent for a new one. */
  queue: QueueOf | undefined;
  queues: readonly QueueOf[];
  onWritten: (queue: QueueOf) => void;
  onClose: () => void;
}

/** People, and those of `more` who are not among them. */
function withAll(people: readonly PersonRef[], more: readonly PersonRef[]): PersonRef[] {
  return [...people, ...more.filter(({ id }) => !people.some((one) => one.id === id))];
}

function QueueDialog({ queue, queues, onWritten, onClose }: DialogProps) {
  const { t } = useTranslation("settings");
  const staff = useStaff(queue !== undefined);
  const people = workersOf(staff.data ?? [], queue?.id);
  const before = queue?.agents ?? [];
  // Until the people are known, and where they no longer may, those who are in it stay in sight.
  const offered = withAll(people, before);
  const lead = queue?.lead ?? "";
  const named = [...(staff.data ?? []), ...queues.flatMap(({ agents }) => agents)].find(
    ({ id }) => id === lead,
  );
  const leads = lead ? withAll(people, [{ id: lead, name: named?.name ?? t("queues.unknownLead") }]) : people;
  return (
    <ThingDialog
      title={queue ? t("queues.changeTitle", { name: queue.name }) : t("queues.add")}
      start={{ name: queue?.name ?? "", lead, agents: (queue?.agents ?? []).map(({ id }) => id) }}
      rules={{
        name: (name) => (name.trim() ? null : t("queues.nameMissing")),
        lead: (chosen) => (chosen ? null : t("queues.leadMissing")),
      }}
      onWritten={({ name, lead: chosen, agents }) =>
        onWritten({
          id: queue?.id ?? crypto.randomUUID(),
          name,
          lead: chosen,
          agents: offered.filter(({ id }) => agents.includes(id)),
        })
      }
      onClose={onClose}
    >
      {(form) => (
        <>
          <TextField of={form} name="name" label={t("queues.name")} autoComplete="off" data-autofocus />
          <SelectField
            of={form}
            name="lead"
            label={t("queues.lead")}
            help={t("queues.leadHelp")}
            data={[
              { value: "", label: t("choose") },
              ...leads.map(({ id, name }) => ({ value: id, label: name })),
            ]}
          />
          <CheckField
            of={form}
            name="agents"
            label={t("queues.agents")}
            help={t(queue ? "queues.agentsHelp" : "queues.newHelp")}
            choices={offered.map(({ id, name }) => ({ value: id, label: name }))}
          />
        </>
      )}
    </ThingDialog>
  );
}
