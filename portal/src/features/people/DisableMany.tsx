/** Question before several people are kept from signing in. */
import { useTranslation } from "react-i18next";
import type { PersonSummary } from "@/api/types";
import { Dialog } from "@/components/Dialog";
import { Form } from "@/kit/form/Form";
import { useForm } from "@/kit/form/useForm";
import classes from "./PersonPage.module.css";
import "./texts";

/** As many as are named; the others are counted. */
const NAMED = 6;

interface Props {
  people: PersonSummary[];
  onClose: () => void;
  onSend: () => Promise<void>;
}

export default function DisableMany({ people, onClose, onSend }: Props) {
  const { t } = useTranslation("people");
  const count = people.length;
  const form = useForm({ start: {}, send: onSend });
  return (
    <Dialog title={t("disableMany", { count })} onClose={onClose} size="lg">
      <Form of={form} submit={t("disable")} onCancel={onClose} danger aside={false} guarded={false}>
        <div>
          <p className={classes.asked}>{t("disableManyText")}</p>
          <ul className={classes.hats}>
            {people.slice(0, NAMED).map(({ id, name }) => (
              <li key={id}>{name}</li>
            ))}
            {count > NAMED && <li>{t("disableRest", { count: count - NAMED })}</li>}
          </ul>
        </div>
      </Form>
    </Dialog>
  );
}
