/** The question before a customer closes or reopens a ticket. */
import { Button, Text, Textarea } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { REASON_TEXT } from "@/api/limits";
import type { Ticket } from "@/api/types";
import { Dialog } from "@/components/Dialog";
import { characters } from "@/components/text";
import { useDraft } from "@/features/drafts/useDraft";
import type { Act } from "./api";
import classes from "./TicketPage.module.css";
import { useReopenable, useTicketWords } from "./words";

interface Props {
  asked: "close" | "reopen";
  ticket: Ticket;
  busy: boolean;
  onClose: () => void;
  onRun: (change: Act) => void;
}

export default function CustomerDialog({ asked, ticket, busy, onClose, onRun }: Props) {
  const t = useTicketWords();
  const reopenable = useReopenable();
  const { number } = ticket;
  return (
    <Dialog
      onClose={onClose}
      title={t(asked === "close" ? "ticket.closeTitle" : "ticket.reopenTitle", { number })}
    >
      {asked === "close" ? (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            onRun({ act: "close" });
          }}
        >
          <Text size="sm">{reopenable(t("ticket.closeText", { synopsis: ticket.synopsis }), "it")}</Text>
          <DialogActions busy={busy} act={t("ticket.close")} onClose={onClose} />
        </form>
      ) : (
        <Reopen ticket={ticket} busy={busy} onClose={onClose} onRun={onRun} />
      )}
    </Dialog>
  );
}

function Reopen({ ticket, busy, onClose, onRun }: Omit<Props, "asked">) {
  const t = useTicketWords();
  const { values, set } = useDraft(`reopen-${ticket.id}`, { text: "" });
  const [error, setError] = useState<string | null>(null);
  function onSubmit(event: FormEvent) {
    event.preventDefault();
    const text = values.text.trim();
    if (text === "") return setError(t("error.textRequired"));
    const { most } = REASON_TEXT;
    if (characters(text) > most) return setError(t("error.textLong", { most }));
    onRun({ act: "reopen", text });
  }
  return (
    <form onSubmit={onSubmit} noValidate>
      <Textarea
        label={t("ticket.reopenLabel")}
        rows={4}
        value={values.text}
        onChange={(event) => {
          set({ text: event.currentTarget.value });
          setError(null);
        }}
        error={error}
        data-autofocus
      />
      <DialogActions busy={busy} act={t("ticket.reopenAct")} onClose={onClose} />
    </form>
  );
}

function DialogActions({ busy, act, onClose }: { busy: boolean; act: string; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <div className={classes.foot}>
      <Button variant="default" onClick={onClose}>
        {t("act.cancel")}
      </Button>
      <Button type="submit" loading={busy}>
        {act}
      </Button>
    </div>
  );
}
