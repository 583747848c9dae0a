/** E-mail and password; used by the sign-in page and by signing in again in place. */
import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { ProblemError } from "@/api/problem";
import { signIn } from "@/api/session";
import { PasswordField } from "@/kit/form/PasswordField";
import { PlainForm } from "@/kit/form/PlainForm";
import { TextField } from "@/kit/form/TextField";
import { useFields } from "@/kit/form/useFields";
import { Refusal } from "./Refusal";
import classes from "./SignInForm.module.css";
import "./texts";

/** Form of every e-mail address; only the server knows whether an address exists. */
const ADDRESS = /^[^\s@]+@[^\s@]+$/;

interface Props {
  submit: string;
  email?: string;
}

export function SignInForm({ submit, email: known = "" }: Props) {
  const { t } = useTranslation("auth");
  const form = useFields({
    start: { email: known, password: "" },
    rules: {
      email(email) {
        if (email.trim() === "") return t("needEmail");
        return ADDRESS.test(email.trim()) ? null : t("wrongEmail");
      },
      password: (password) => (password === "" ? t("needPassword") : null),
    },
    send: ({ email, password }) => signIn(email.trim(), password),
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
    </PlainForm>
  );
}
