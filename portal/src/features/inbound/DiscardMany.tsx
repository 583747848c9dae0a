/** The question before many mails are discarded. */
import { useTranslation } from "react-i18next";
import type { InboundMailRow } from "@/api/types";
import { Dialog } from "@/components/Dialog";
import { Form } from "@/kit/form/Form";
import { useForm } from "@/kit/form/useForm";
import classes from "./InboundMailPage.module.css";
import "./texts";

/** As many as are named; the others are counted. */
const NAMED = 6;

interface Props {
  mails: InboundMailRow[];
  nameOf: (mail: InboundMailRow) => string;
  onClose: () => void;
  onSend: () => Promise<void>;
}

export default function DiscardMany({ mails, nameOf, onClose, onSend }: Props) {
  const { t } = useTranslation("inbound");
  const count = mails.length;
  const form = useForm({ start: {}, send: onSend });
  return (
    <Dialog title={t("discard.manyTitle", { count })} onClose={onClose} size="lg">
      <Form
        of={form}
        submit={t("discard.manyAct", { count })}
        onCancel={onClose}
        danger
        aside={false}
        guarded={false}
      >
        <div>
          <p className={classes.many}>{t("discard.manyText")}</p>
          <ul className={classes.named}>
            {mails.slice(0, NAMED).map((mail) => (
              <li key={mail.id}>{nameOf(mail)}</li>
            ))}
            {count > NAMED && <li>{t("discard.manyRest", { count: count - NAMED })}</li>}
          </ul>
        </div>
      </Form>
    </Dialog>
  );
}
