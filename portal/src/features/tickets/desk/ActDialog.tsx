/** The question before an act that needs a word, a person or a time. What was typed is kept as a draft. */
import { Button, NativeSelect, Textarea, TextInput } from "@mantine/core";
import { type FormEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { PUT_OFF_TEXT, QUESTION_TEXT, REASON_TEXT, SOLUTION_TEXT } from "@/api/limits";
import type { StaffTicket } from "@/api/types";
import { Dialog } from "@/components/Dialog";
import { characters } from "@/components/text";
import { daysToMonday, momentOf, nineIn } from "@/components/time";
import { useZone } from "@/components/When";
import { useHome } from "@/context/home";
import { useDraft } from "@/features/drafts/useDraft";
import { type Act, useQueues } from "../api";
import classes from "./StaffActs.module.css";

export type Asked = "assign" | "wait" | "hold" | "resolve" | "close" | "reopen";

interface Props {
  ticket: StaffTicket;
  asked: Asked;
  busy: boolean;
  /** What became of the last try, shown above the fields. */
  notice: ReactNode;
  onClose: () => void;
  onRun: (change: Act, done?: () => void) => void;
}

export default function ActDialog({ ticket, asked, busy, notice, onClose, onRun }: Props) {
  const { t } = useTranslation("desk");
  const { number } = ticket;
  const whom = t(`whom.${ticket.kind}`);
  const titles: Record<Asked, string> = {
    assign: t("assignTitle", { number }),
    wait: t("askTitle", { whom }),
    hold: t("holdTitle", { number }),
    resolve: t("resolveTitle", { number }),
    close: t("closeTitle", { number }),
    reopen: t("reopenTitle", { number }),
  };
  const part = { ticket, busy, onClose, onRun };
  return (
    <Dialog onClose={onClose} title={titles[asked]} size="lg">
      {notice}
      {asked === "assign" && <Assign {...part} />}
      {asked === "hold" && <Hold {...part} />}
      {asked === "close" && <Close {...part} />}
      {(asked === "wait" || asked === "resolve" || asked === "reopen") && (
        <TextActionForm key={asked} act={asked} {...part} />
      )}
    </Dialog>
  );
}

type PartProps = Omit<Props, "asked" | "notice">;

function DialogActions({ busy, act, onClose }: { busy: boolean; act: string; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <div className={classes.end}>
      <Button variant="default" onClick={onClose}>
        {t("act.cancel")}
      </Button>
      <Button type="submit" loading={busy}>
        {act}
      </Button>
    </div>
  );
}

const WORDS = {
  wait: { label: "askLabel", help: "askHelp", act: "askAct", most: QUESTION_TEXT.most },
  resolve: { label: "resolveLabel", help: "resolveHelp", act: "resolveAct", most: SOLUTION_TEXT.most },
  reopen: { label: "reopenLabel", help: null, act: "reopenAct", most: REASON_TEXT.most },
} as const;

function TextActionForm({ act, ticket, busy, onClose, onRun }: PartProps & { act: keyof typeof WORDS }) {
  const { t } = useTranslation("desk");
  const { t: words } = useTranslation("tickets");
  const { values, set, clear } = useDraft(`${act}-${ticket.id}`, { text: "" });
  const [error, setError] = useState<string | null>(null);
  const { label, help, act: verb, most } = WORDS[act];
  const whom = t(`whom.${ticket.kind}`);

  function onSubmit(event: FormEvent) {
    event.preventDefault();
    const text = values.text.trim();
    if (text === "") return setError(words("error.textRequired"));
    if (characters(text) > most) return setError(words("error.textLong", { most }));
    onRun({ act, text }, clear);
  }

  return (
    <form onSubmit={onSubmit} className={classes.form} noValidate>
      <Textarea
        label={t(label, { whom })}
        description={help && t(help, { whom })}
        rows={6}
        value={values.text}
        onChange={(event) => {
          set({ text: event.currentTarget.value });
          setError(null);
        }}
        error={error}
        data-autofocus
      />
      <DialogActions busy={busy} act={t(verb)} onClose={onClose} />
    </form>
  );
}

function Assign({ ticket, busy, onClose, onRun }: PartProps) {
  const { t } = useTranslation("desk");
  const queues = useQueues();
  const [queue, setQueue] = useState(ticket.queue.id);
  const [agent, setAgent] = useState(ticket.assignee?.id ?? "");
  const agents = queues.data?.items.find((one) => one.id === queue)?.agents ?? [];

  function onSubmit(event: FormEvent) {
    event.preventDefault();
    onRun({
      act: "assign",
      assignee_id: agent || null,
      ...(queue === ticket.queue.id ? {} : { queue_id: queue }),
    });
  }

  return (
    <form onSubmit={onSubmit} className={classes.form}>
      <NativeSelect
        label={t("queue")}
        value={queue}
        onChange={(event) => {
          setQueue(event.currentTarget.value);
          setAgent("");
        }}
        data={(queues.data?.items ?? [ticket.queue]).map(({ id, name }) => ({ value: id, label: name }))}
      />
      <NativeSelect
        label={t("agent")}
        value={agent}
        onChange={(event) => setAgent(event.currentTarget.value)}
        data-autofocus
      >
        <option value="">{t("noAgent")}</option>
        {agents.map((one) => (
          <option key={one.id} value={one.id}>
            {one.name}
          </option>
        ))}
      </NativeSelect>
      <DialogActions busy={busy} act={t("assignAct")} onClose={onClose} />
    </form>
  );
}

function Hold({ busy, onClose, onRun }: PartProps) {
  const { t } = useTranslation("desk");
  const { t: common } = useTranslation();
  const { t: tickets } = useTranslation("tickets");
  const { timeZone } = useZone();
  const [until, setUntil] = useState("");
  const [text, setText] = useState("");
  const [missing, setMissing] = useState(false);
  const [long, setLong] = useState(false);
  const { most } = PUT_OFF_TEXT;

  function onSubmit(event: FormEvent) {
    event.preventDefault();
    // What is read on the page is in the person's zone, so what is written there is too.
    const at = momentOf(until, timeZone);
    if (!at || at.getTime() <= Date.now()) return setMissing(true);
    const words = text.trim();
    if (characters(words) > most) return setLong(true);
    onRun({ act: "hold", until: at.toISOString(), ...(words ? { text: words } : {}) });
  }

  function choose(days: number) {
    setUntil(nineIn(days, new Date(), timeZone));
    setMissing(false);
  }

  return (
    <form onSubmit={onSubmit} className={classes.form} noValidate>
      <div className={classes.quick}>
        <Button variant="default" size="compact-sm" onClick={() => choose(1)}>
          {t("holdTomorrow")}
        </Button>
        <Button
          variant="default"
          size="compact-sm"
          onClick={() => choose(daysToMonday(new Date(), timeZone))}
        >
          {t("holdMonday")}
        </Button>
        <Button variant="default" size="compact-sm" onClick={() => choose(7)}>
          {t("holdWeek")}
        </Button>
      </div>
      <TextInput
        type="datetime-local"
        label={t("holdUntil")}
        description={t("holdZone", { zone: timeZone.replaceAll("_", " ") })}
        value={until}
        onChange={(event) => {
          setUntil(event.currentTarget.value);
          setMissing(false);
        }}
        error={missing && t("holdMissing")}
        data-autofocus
      />
      <Textarea
        label={`${t("holdLabel")} ${common("act.optional")}`}
        description={t("holdHelp")}
        rows={3}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setLong(false);
        }}
        error={long && tickets("error.textLong", { most })}
      />
      <DialogActions busy={busy} act={t("holdAct")} onClose={onClose} />
    </form>
  );
}

function Close({ ticket, busy, onClose, onRun }: PartProps) {
  const { t } = useTranslation("desk");
  const days = useHome().data?.reopen_days;
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        onRun({ act: "close" });
      }}
    >
      <p className={classes.text}>
        {t("closeText", { synopsis: ticket.synopsis, whom: t(`whom.${ticket.kind}`) })}
        {days && ` ${t("closeReopen", { count: days })}`}
      </p>
      <DialogActions busy={busy} act={t("closeAct")} onClose={onClose} />
    </form>
  );
}
