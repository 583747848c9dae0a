/** Dialog in which a mail is attached to a ticket. */
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { NEW_ATTACHMENT_TICKET_NUMBER } from "@/api/limits";
import type { InboundMail } from "@/api/types";
import { RadioField } from "@/kit/form/RadioField";
import { text } from "@/kit/form/rules";
import { TextField } from "@/kit/form/TextField";
import { ActDialog } from "@/kit/record/ActDialog";
import type { Acting } from "@/kit/record/useAct";
import "./texts";

interface Props {
  mail: InboundMail;
  act: Acting;
  onClose: () => void;
}

export default function AttachDialog({ mail: { id, ticket, sender, allowed }, act, onClose }: Props) {
  const { t } = useTranslation("inbound");
  const reply = { value: "reply", label: t("attach.reply"), help: t("attach.replyHelp") };
  const note = { value: "note", label: t("attach.note"), help: t("attach.noteHelp") };
  const choices = allowed.includes("attach_as_reply") ? [reply, note] : [note];
  return (
    <ActDialog
      act={act}
      title={t("attach.title")}
      submit={t("attach.submit")}
      onClose={onClose}
      start={{
        ticket_number: ticket?.number ?? "",
        as: sender && choices.includes(reply) ? "reply" : "note",
      }}
      rules={{ ticket_number: text(NEW_ATTACHMENT_TICKET_NUMBER) }}
      send={({ ticket_number, as }) =>
        (header) =>
          api.POST("/v1/inbound-mails/{id}/attach", {
            params: { path: { id }, header },
            body: { ticket_number, as: as === "reply" ? "reply" : "note" },
          })
        }
    >
      {(of) => (
        <>
          <TextField
            of={of}
            name="ticket_number"
            label={t("attach.number")}
            help={t("attach.numberHelp")}
            data-autofocus
          />
          <RadioField of={of} name="as" label={t("attach.as")} choices={choices} />
        </>
      )}
    </ActDialog>
  );
}
