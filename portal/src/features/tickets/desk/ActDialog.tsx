/** The question before an act that needs a word, a person or a time. The typed text is kept as a draft. */
import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { NEW_TICKET_SYNOPSIS, PUT_OFF_TEXT, QUESTION_TEXT, REASON_TEXT, SOLUTION_TEXT } from "@/api/limits";
import type { StaffTicket } from "@/api/types";
import { daysToMonday, momentOf, nineIn } from "@/components/time";
import { useZone } from "@/components/When";
import { useHome } from "@/context/home";
import { text } from "@/kit/form/rules";
import { SelectField } from "@/kit/form/SelectField";
import { TextArea } from "@/kit/form/TextArea";
import { TextField } from "@/kit/form/TextField";
import { ActDialog, ConfirmDialog, TextDialog } from "@/kit/record/ActDialog";
import type { Acting } from "@/kit/record/useAct";
import { ticketActs, useQueues } from "../api";
import { MergeDialog } from "./MergeDialog";
import classes from "./StaffActs.module.css";

export type Asked = "assign" | "wait" | "hold" | "resolve" | "close" | "reopen" | "correct" | "merge";

interface Props {
  ticket: StaffTicket;
  asked: Asked;
  act: Acting;
  onClose: () => void;
}

const DIALOGS = {
  assign: Assign,
  hold: Hold,
  close: Close,
  wait: Ask,
  resolve: Resolve,
  reopen: Reopen,
  correct: Rename,
  merge: MergeDialog,
};

export default function StaffDialog({ asked, ...props }: Props) {
  const Asking = DIALOGS[asked];
  return <Asking {...props} />;
}

type PartProps = Omit<Props, "asked">;

function useWords({ number, kind }: StaffTicket) {
  const { t } = useTranslation("desk");
  const { t: words } = useTranslation("tickets");
  return { t, number, whom: t(`whom.${kind}`), required: words("error.textRequired") };
}

function Ask({ ticket, ...props }: PartProps) {
  const { t, whom, required } = useWords(ticket);
  return (
    <TextDialog
      {...props}
      title={t("askTitle", { whom })}
      label={t("askLabel", { whom })}
      help={t("askHelp", { whom })}
      submit={t("askAct")}
      done={t("asked")}
      draft={`wait-${ticket.id}`}
      limit={QUESTION_TEXT}
      required={required}
      send={ticketActs(ticket.id).wait}
    />
  );
}

function Resolve({ ticket, ...props }: PartProps) {
  const { t, number, whom, required } = useWords(ticket);
  return (
    <TextDialog
      {...props}
      title={t("resolveTitle", { number })}
      label={t("resolveLabel")}
      help={t("resolveHelp", { whom })}
      submit={t("resolveAct")}
      done={t("resolvedDone", { number, whom })}
      draft={`resolve-${ticket.id}`}
      limit={SOLUTION_TEXT}
      required={required}
      send={ticketActs(ticket.id).resolve}
    />
  );
}

function Rename({ ticket, ...props }: PartProps) {
  const { t, number } = useWords(ticket);
  const { t: words } = useTranslation("tickets");
  const { correct } = ticketActs(ticket.id);
  return (
    <ActDialog
      {...props}
      title={t("renameTitle", { number })}
      submit={t("renameAct")}
      done={t("corrected", { number })}
      start={{ synopsis: ticket.synopsis }}
      rules={{ synopsis: text(NEW_TICKET_SYNOPSIS, { required: words("error.synopsisRequired") }) }}
      send={({ synopsis }) => correct({ synopsis })}
      undo={correct({ synopsis: ticket.synopsis })}
    >
      {(form) => <TextField of={form} name="synopsis" label={words("new.synopsis")} data-autofocus />}
    </ActDialog>
  );
}

function Reopen({ ticket, ...props }: PartProps) {
  const { t, number, required } = useWords(ticket);
  return (
    <TextDialog
      {...props}
      title={t("reopenTitle", { number })}
      label={t("reopenLabel")}
      submit={t("reopenAct")}
      done={t("reopened", { number })}
      draft={`reopen-${ticket.id}`}
      limit={REASON_TEXT}
      required={required}
      send={ticketActs(ticket.id).reopen}
    />
  );
}

function Close({ ticket, ...props }: PartProps) {
  const { t, number, whom } = useWords(ticket);
  const days = useHome().data?.reopen_days;
  return (
    <ConfirmDialog
      {...props}
      title={t("closeTitle", { number })}
      submit={t("closeAct")}
      done={t("closedDone", { number })}
      send={ticketActs(ticket.id).close}
    >
      {t("closeText", { synopsis: ticket.synopsis, whom })}
      {days && ` ${t("closeReopen", { count: days })}`}
    </ConfirmDialog>
  );
}

function Assign({ ticket, ...props }: PartProps) {
  const { t, number } = useWords(ticket);
  const queues = useQueues();
  const { assign } = ticketActs(ticket.id);
  const before = { queue: ticket.queue.id, agent: ticket.assignee?.id ?? "" };
  const back = { assignee_id: before.agent || null, queue_id: before.queue };
  return (
    <ActDialog
      {...props}
      title={t("assignTitle", { number })}
      submit={t("assignAct")}
      done={t("assignedTo", { number })}
      start={before}
      send={({ queue, agent }) =>
        assign({ assignee_id: agent || null, ...(queue === before.queue ? {} : { queue_id: queue }) })
      }
      undo={assign(back)}
    >
      {(form) => (
        <>
          <SelectField
            of={form}
            name="queue"
            label={t("queue")}
            onChoose={(queue) => form.set({ queue, agent: "" })}
            data={(queues.data?.items ?? [ticket.queue]).map(({ id, name }) => ({ value: id, label: name }))}
          />
          <SelectField of={form} name="agent" label={t("agent")} data-autofocus>
            <option value="">{t("noAgent")}</option>
            {queues.data?.items
              .find((one) => one.id === form.values.queue)
              ?.agents.map((one) => (
                <option key={one.id} value={one.id}>
                  {one.name}
                </option>
              ))}
          </SelectField>
        </>
      )}
    </ActDialog>
  );
}

function Hold({ ticket, ...props }: PartProps) {
  const { t, number } = useWords(ticket);
  const { timeZone } = useZone();
  const { hold, resume } = ticketActs(ticket.id);
  // Times are shown in the person's zone, so they are typed in it too.
  const at = (until: string) => momentOf(until, timeZone);
  const quick = [
    [t("holdTomorrow"), () => 1],
    [t("holdMonday"), () => daysToMonday(new Date(), timeZone)],
    [t("holdWeek"), () => 7],
  ] as const;
  return (
    <ActDialog
      {...props}
      title={t("holdTitle", { number })}
      submit={t("holdAct")}
      done={t("held", { number })}
      draft={`hold-${ticket.id}`}
      start={{ until: "", text: "" }}
      rules={{
        until: (until) => ((at(until)?.getTime() ?? 0) > Date.now() ? null : t("holdMissing")),
        text: text(PUT_OFF_TEXT),
      }}
      send={({ until, text: words }) =>
        hold({ until: at(until)?.toISOString() ?? "", ...(words.trim() ? { text: words.trim() } : {}) })
      }
      undo={resume}
    >
      {(form) => (
        <>
          <div className={classes.quick}>
            {quick.map(([label, days]) => (
              <Button
                key={label}
                variant="default"
                size="compact-sm"
                onClick={() => form.set({ until: nineIn(days(), new Date(), timeZone) })}
              >
                {label}
              </Button>
            ))}
          </div>
          <TextField
            of={form}
            name="until"
            type="datetime-local"
            label={t("holdUntil")}
            help={t("holdZone", { zone: timeZone.replaceAll("_", " ") })}
            data-autofocus
          />
          <TextArea of={form} name="text" label={t("holdLabel")} optional help={t("holdHelp")} rows={3} />
        </>
      )}
    </ActDialog>
  );
}
