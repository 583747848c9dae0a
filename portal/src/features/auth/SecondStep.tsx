/** The second step of signing in: a code of the person's app, or a recovery code. */
import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { ProblemError } from "@/api/problem";
import { takeSecondStep } from "@/api/session";
import { PlainForm } from "@/kit/form/PlainForm";
import { TextField } from "@/kit/form/TextField";
import { useFields } from "@/kit/form/useFields";
import { Refusal } from "./Refusal";
import classes from "./SignInForm.module.css";
import words from "./steps.module.css";
import "./steps";

interface Props {
  challenge: string;
  submit: string;
  onBack: () => void;
}

export default function SecondStep({ challenge, submit, onBack }: Props) {
  const { t } = useTranslation("signInSteps");
  const form = useFields({
    start: { code: "" },
    rules: { code: (code) => (code.trim().length < 6 ? t("needSecondCode") : null) },
    send: ({ code }) => takeSecondStep(challenge, code.trim()),
    onFailed(error) {
      form.focus("code", { select: true });
      if (!(error instanceof ProblemError)) return undefined;
      if (error.code === "challenge_over") return t("secondOver");
      if (error.status === 429 && error.retryAfter)
        return t("throttled", { count: Math.ceil(error.retryAfter / 60) });
      return error.status === 401 || error.status === 422 ? t("secondFailed") : undefined;
    },
  });
  return (
    <PlainForm of={form} className={classes.form}>
      <p className={words.text}>{t("secondLead")}</p>
      <Refusal of={form} />
      <TextField
        of={form}
        name="code"
        label={t("secondCode")}
        help={t("secondHelp")}
        autoComplete="one-time-code"
        autoFocus
      />
      <Button type="submit" fullWidth loading={form.busy}>
        {submit}
      </Button>
      <Button variant="subtle" size="compact-sm" onClick={onBack}>
        {t("startAgain")}
      </Button>
    </PlainForm>
  );
}
