/** E-mail and password; used by the sign-in page and by signing in again in place. */
import { Button, PasswordInput, TextInput } from "@mantine/core";
import { type FormEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { ProblemError, problemKey } from "@/api/problem";
import { signIn } from "@/api/session";
import classes from "./SignInForm.module.css";

/** What every address has; whether it is one that exists only the server knows. */
const ADDRESS = /^[^\s@]+@[^\s@]+$/;

interface Props {
  submit: string;
  email?: string;
}

export function SignInForm({ submit, email: known = "" }: Props) {
  const { t } = useTranslation("auth");
  const { t: common } = useTranslation();
  const [email, setEmail] = useState(known);
  const [password, setPassword] = useState("");
  const [missing, setMissing] = useState<{ email?: boolean; password?: boolean; form?: boolean }>({});
  const [failure, setFailure] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const emailBox = useRef<HTMLInputElement>(null);
  const passwordBox = useRef<HTMLInputElement>(null);

  async function onSubmit(event: FormEvent) {
    event.preventDefault();
    const lacks = {
      email: email.trim() === "",
      password: password === "",
      form: !ADDRESS.test(email.trim()),
    };
    setMissing(lacks);
    if (lacks.email || lacks.form) return emailBox.current?.focus();
    if (lacks.password) return passwordBox.current?.focus();
    setBusy(true);
    setFailure(null);
    try {
      await signIn(email.trim(), password);
    } catch (error) {
      setBusy(false);
      setFailure(words(error));
      passwordBox.current?.focus();
      passwordBox.current?.select();
    }
  }

  function words(error: unknown): string {
    if (error instanceof ProblemError && error.status === 429 && error.retryAfter)
      return t("throttled", { count: error.retryAfter });
    if (error instanceof ProblemError && (error.status === 401 || error.status === 422)) return t("failed");
    return common(problemKey(error));
  }

  return (
    <form onSubmit={onSubmit} noValidate className={classes.form}>
      <div role="alert" aria-live="assertive">
        {failure && <p className={classes.failure}>{failure}</p>}
      </div>
      <TextInput
        ref={emailBox}
        label={t("email")}
        type="email"
        name="email"
        autoComplete="username"
        autoFocus={known === ""}
        value={email}
        onChange={(event) => {
          const typed = event.currentTarget.value;
          setEmail(typed);
          // A complaint goes as soon as its cause does.
          setMissing((all) => ({
            ...all,
            email: false,
            form: Boolean(all.form) && !ADDRESS.test(typed.trim()),
          }));
        }}
        onBlur={() => {
          if (email.trim() !== "") setMissing((all) => ({ ...all, form: !ADDRESS.test(email.trim()) }));
        }}
        error={missing.email ? t("needEmail") : missing.form && t("wrongEmail")}
      />
      <PasswordInput
        ref={passwordBox}
        label={t("password")}
        name="password"
        autoComplete="current-password"
        autoFocus={known !== ""}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        error={missing.password && t("needPassword")}
      />
      <Button type="submit" fullWidth loading={busy}>
        {submit}
      </Button>
    </form>
  );
}
