/** E-mail and password, and the ways for somebody who does not have the password at hand. */
import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { ProblemError } from "@/api/problem";
import { signIn } from "@/api/session";
import { PasswordField } from "@/kit/form/PasswordField";
import { PlainForm } from "@/kit/form/PlainForm";
import { TextField } from "@/kit/form/TextField";
import { useFields } from "@/kit/form/useFields";
import { address } from "./address";
import { CompanyButton } from "./CompanyButton";
import { Refusal } from "./Refusal";
import classes from "./SignInForm.module.css";
import "./texts";

interface Props {
  submit: string;
  email: string;
  inPlace: boolean;
  onChallenge: (challenge: string) => void;
  /** Called with the address typed so far when a code is wanted instead. */
  onCode: (email: string) => void;
}

export function SignInForm({ submit, email: known, inPlace, onChallenge, onCode }: Props) {
  const { t } = useTranslation("auth");
  const form = useFields({
    start: { email: known, password: "" },
    rules: { email: address, password: (password) => (password === "" ? t("needPassword") : null) },
    async send({ email, password }) {
      const challenge = await signIn(email.trim(), password);
      if (challenge) onChallenge(challenge);
    },
    onFailed(error) {
      form.focus("password", { select: true });
      if (!(error instanceof ProblemError)) return undefined;
      if (error.status === 429 && error.retryAfter) return t("throttled", { count: error.retryAfter });
      return error.status === 401 || error.status === 422 ? t("failed") : undefined;
    },
  });
  return (
    <PlainForm of={form} className={classes.form}>
      <Refusal of={form} />
      <TextField
        of={form}
        name="email"
        label={t("email")}
        type="email"
        autoComplete="username"
        autoFocus={known === ""}
      />
      <PasswordField
        of={form}
        name="password"
        label={t("password")}
        autoComplete="current-password"
        autoFocus={known !== ""}
      />
      <Button type="submit" fullWidth loading={form.busy}>
        {submit}
      </Button>
      <Button variant="subtle" size="compact-sm" onClick={() => onCode(form.values.email)}>
        {t("byCode")}
      </Button>
      <CompanyButton inPlace={inPlace} />
      <Button
        component="a"
        href="/password"
        variant="subtle"
        size="compact-sm"
        {...(inPlace ? { target: "_blank" } : {})}
      >
        {t("forgotten")}
      </Button>
    </PlainForm>
  );
}
