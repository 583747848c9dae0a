/** A change to the second step that a code of the app, or a recovery code, proves to be the person's own. */
import { useTranslation } from "react-i18next";
import { Form } from "@/kit/form/Form";
import { TextField } from "@/kit/form/TextField";
import { useForm } from "@/kit/form/useForm";
import { isConflict } from "@/kit/record/useAct";
import classes from "./ProfilePage.module.css";
import { codeOf, throttled } from "./refusals";
import "./texts";

interface Props<R> {
  lead: string;
  submit: string;
  danger?: boolean;
  send: (code: string) => Promise<R>;
  onSent: (result: R) => void;
  onClose: () => void;
}

export default function ByCodeOfApp<R>({ lead, submit, danger = false, send, onSent, onClose }: Props<R>) {
  const { t } = useTranslation("profile");
  const form = useForm<{ code: string }, R>({
    start: { code: "" },
    rules: { code: (code) => (code.trim().length < 6 ? t("needAppOrRecovery") : null) },
    send: ({ code }) => send(code.trim()),
    onSent,
    onFailed(error) {
      form.focus("code", { select: true });
      if (codeOf(error) === "wrong_code") return t("wrongOrUsed");
      return isConflict(error) ? t("secondGone") : throttled(error, t);
    },
  });
  return (
    <Form of={form} submit={submit} onCancel={onClose} aside={false} guarded={false} danger={danger}>
      <p className={classes.lead}>{lead}</p>
      <TextField
        of={form}
        name="code"
        label={t("appOrRecovery")}
        help={t("appOrRecoveryHelp")}
        autoComplete="one-time-code"
        autoFocus
      />
    </Form>
  );
}
