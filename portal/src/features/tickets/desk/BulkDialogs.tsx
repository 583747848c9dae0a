/** The questions before something is done to many tickets. */
import { useTranslation } from "react-i18next";
import { SOLUTION_TEXT } from "@/api/limits";
import type { StaffTicketSummary } from "@/api/types";
import { Dialog } from "@/components/Dialog";
import { Form, FoundDraft } from "@/kit/form/Form";
import { text } from "@/kit/form/rules";
import { TextArea } from "@/kit/form/TextArea";
import { useForm } from "@/kit/form/useForm";
import classes from "./StaffActs.module.css";

/** As many as are named; the others are counted. */
const NAMED = 6;

interface Props {
  tickets: StaffTicketSummary[];
  onClose: () => void;
}

export function ResolveMany({
  tickets,
  onClose,
  onSend,
}: Props & { onSend: (text: string) => Promise<void> }) {
  const { t } = useTranslation("desk");
  const { t: words } = useTranslation("tickets");
  const count = tickets.length;
  const form = useForm({
    draft: "resolve-many",
    start: { text: "" },
    rules: { text: text(SOLUTION_TEXT, { required: words("error.textRequired") }) },
    // The words are kept until every ticket has them.
    send: (values) => onSend(values.text.trim()),
  });
  return (
    <Dialog title={t("many.resolveTitle", { count })} onClose={onClose} size="lg">
      <FoundDraft of={form} />
      <Form
        of={form}
        submit={t("many.resolveAct", { count })}
        onCancel={onClose}
        aside={false}
        guarded={false}
      >
        <TextArea
          of={form}
          name="text"
          label={t("many.resolveLabel")}
          help={t("many.resolveHelp")}
          rows={6}
          data-autofocus
        />
      </Form>
    </Dialog>
  );
}

export function CloseMany({ tickets, onClose, onSend }: Props & { onSend: () => Promise<void> }) {
  const { t } = useTranslation("desk");
  const count = tickets.length;
  const form = useForm({ start: {}, send: onSend });
  return (
    <Dialog title={t("many.closeTitle", { count })} onClose={onClose} size="lg">
      <Form of={form} submit={t("many.closeAct", { count })} onCancel={onClose} aside={false} guarded={false}>
        <div>
          <p className={classes.many}>{t("many.closeText")}</p>
          <ul className={classes.named}>
            {tickets.slice(0, NAMED).map(({ id, number, synopsis }) => (
              <li key={id}>
                {number} {synopsis}
              </li>
            ))}
            {count > NAMED && <li>{t("many.closeRest", { count: count - NAMED })}</li>}
          </ul>
        </div>
      </Form>
    </Dialog>
  );
}
