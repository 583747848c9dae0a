/** Signing in by a code: the address that it is sent to, and then the code. */
import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ProblemError } from "@/api/problem";
import { requestSignInCode, signInByCode } from "@/api/session";
import { PlainForm } from "@/kit/form/PlainForm";
import { TextField } from "@/kit/form/TextField";
import { useFields } from "@/kit/form/useFields";
import { address } from "./address";
import { Refusal } from "./Refusal";
import classes from "./SignInForm.module.css";
import words from "./steps.module.css";
import "./steps";

interface Props {
  email: string;
  submit: string;
  onChallenge: (challenge: string) => void;
  onBack: () => void;
}

export default function ByCode({ email, submit, onChallenge, onBack }: Props) {
  const { t } = useTranslation("signInSteps");
  const [sentTo, setSentTo] = useState<string | null>(null);
  return (
    <>
      {sentTo === null ? (
        <AskForCode email={email} onSent={setSentTo} />
      ) : (
        <EnterCode email={sentTo} submit={submit} onChallenge={onChallenge} onNew={() => setSentTo(null)} />
      )}
      <Button variant="subtle" size="compact-sm" fullWidth mt="md" onClick={onBack}>
        {t("byPassword")}
      </Button>
    </>
  );
}

function useWait() {
  const { t } = useTranslation("signInSteps");
  return (error: unknown) =>
    error instanceof ProblemError && error.status === 429 && error.retryAfter
      ? t("throttled", { count: Math.ceil(error.retryAfter / 60) })
      : undefined;
}

function AskForCode({ email: known, onSent }: { email: string; onSent: (email: string) => void }) {
  const { t } = useTranslation("signInSteps");
  const { t: auth } = useTranslation("auth");
  const form = useFields({
    start: { email: known },
    rules: { email: address },
    async send({ email }) {
      await requestSignInCode(email.trim());
      onSent(email.trim());
    },
    onFailed: useWait(),
  });
  return (
    <PlainForm of={form} className={classes.form}>
      <p className={words.text}>{t("codeLead")}</p>
      <Refusal of={form} />
      <TextField
        of={form}
        name="email"
        label={auth("email")}
        type="email"
        autoComplete="username"
        autoFocus
      />
      <Button type="submit" fullWidth loading={form.busy}>
        {t("sendCode")}
      </Button>
    </PlainForm>
  );
}

interface EnterProps {
  email: string;
  submit: string;
  onChallenge: (challenge: string) => void;
  onNew: () => void;
}

function EnterCode({ email, submit, onChallenge, onNew }: EnterProps) {
  const { t } = useTranslation("signInSteps");
  const wait = useWait();
  const form = useFields({
    start: { code: "" },
    rules: { code: (code) => (code.replace(/\D/g, "").length === 6 ? null : t("needCode")) },
    async send({ code }) {
      const challenge = await signInByCode(email, code.replace(/\D/g, ""));
      if (challenge) onChallenge(challenge);
    },
    onFailed(error) {
      form.focus("code", { select: true });
      if (error instanceof ProblemError && error.status === 401) return t("codeFailed");
      return wait(error);
    },
  });
  return (
    <PlainForm of={form} className={classes.form}>
      <p className={words.text} role="status">
        {t("codeSent", { email })}
      </p>
      <Refusal of={form} />
      <TextField
        of={form}
        name="code"
        label={t("code")}
        inputMode="numeric"
        autoComplete="one-time-code"
        autoFocus
      />
      <Button type="submit" fullWidth loading={form.busy}>
        {submit}
      </Button>
      <Button variant="subtle" size="compact-sm" onClick={onNew}>
        {t("newCode")}
      </Button>
    </PlainForm>
  );
}
