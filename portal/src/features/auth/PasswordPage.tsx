/**
 * Page for somebody who has forgotten the password: it asks for the mail, and is where the link in the mail leads. The
 * token is in the address after the `#`, a part that browsers never send. Opening the link does nothing yet.
 */
import { Button } from "@mantine/core";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { COMPLETE_PASSWORD_RESET_PASSWORD } from "@/api/limits";
import { ProblemError } from "@/api/problem";
import { completePasswordReset, requestPasswordReset } from "@/api/session";
import { characters } from "@/components/text";
import { PasswordField } from "@/kit/form/PasswordField";
import { PlainForm } from "@/kit/form/PlainForm";
import { TextField } from "@/kit/form/TextField";
import { useFields } from "@/kit/form/useFields";
import { AuthLayout } from "./AuthLayout";
import classes from "./AuthLayout.module.css";
import { address } from "./address";
import { Refusal } from "./Refusal";
import formClasses from "./SignInForm.module.css";
import "./passwordReset";

type State = "asking" | "choosing" | "over" | "saved";

/** Removes the token from the address: the link is used, or of no use. */
function leaveLink(): void {
  history.replaceState(null, "", "/password");
}

export default function PasswordPage() {
  const { t } = useTranslation("passwordReset");
  const [token, setToken] = useState(() => location.hash.slice(1));
  const [state, setState] = useState<State>(token === "" ? "asking" : "choosing");
  useEffect(() => {
    // Another link, opened in the same tab, changes only the part after the `#`.
    const renew = () => {
      setToken(location.hash.slice(1));
      setState(location.hash.length > 1 ? "choosing" : "asking");
    };
    window.addEventListener("hashchange", renew);
    return () => window.removeEventListener("hashchange", renew);
  }, []);

  function become(next: State) {
    leaveLink();
    setState(next);
  }

  return (
    <AuthLayout words="passwordReset">
      {() => (
        <>
          {state === "asking" && <AskForLink />}
          {state === "choosing" && <ChoosePassword key={token} token={token} become={become} />}
          {state === "over" && (
            <>
              <div role="alert">
                <p className={formClasses.failure}>{t("over")}</p>
              </div>
              <Button fullWidth mt="md" onClick={() => setState("asking")}>
                {t("newLink")}
              </Button>
            </>
          )}
          {state === "saved" && (
            <p className={classes.lead} role="status">
              {t("saved")}
            </p>
          )}
          <p className={classes.help}>
            <a href="/">{t("signIn")}</a>
          </p>
        </>
      )}
    </AuthLayout>
  );
}

function useWait() {
  const { t } = useTranslation("passwordReset");
  return (error: unknown) =>
    error instanceof ProblemError && error.status === 429 && error.retryAfter
      ? t("throttled", { count: Math.ceil(error.retryAfter / 60) })
      : undefined;
}

function AskForLink() {
  const { t } = useTranslation("passwordReset");
  const { t: auth } = useTranslation("auth");
  const [sentTo, setSentTo] = useState<string | null>(null);
  const form = useFields({
    start: { email: "" },
    rules: { email: address },
    async send({ email }) {
      await requestPasswordReset(email.trim());
      setSentTo(email.trim());
    },
    onFailed: useWait(),
  });
  return (
    <>
      <p className={classes.lead} role={sentTo ? "status" : undefined}>
        {sentTo ? t("sent", { email: sentTo }) : t("askLead")}
      </p>
      <PlainForm of={form} className={formClasses.form}>
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
          {sentTo ? t("sendAgain") : t("send")}
        </Button>
      </PlainForm>
    </>
  );
}

function ChoosePassword({ token, become }: { token: string; become: (state: State) => void }) {
  const { t } = useTranslation("passwordReset");
  const wait = useWait();
  const { least } = COMPLETE_PASSWORD_RESET_PASSWORD;
  const form = useFields({
    start: { password: "" },
    rules: { password: (password) => (characters(password) < least ? t("short", { count: least }) : null) },
    async send({ password }) {
      await completePasswordReset(token, password);
      become("saved");
    },
    onFailed(error) {
      form.focus("password");
      if (error instanceof ProblemError && error.code === "reset_over") become("over");
      return wait(error);
    },
  });
  return (
    <>
      <p className={classes.lead}>{t("lead")}</p>
      <PlainForm of={form} className={formClasses.form}>
        <Refusal of={form} />
        <PasswordField
          of={form}
          name="password"
          label={t("password")}
          help={t("rule", { count: least })}
          autoComplete="new-password"
          autoFocus
        />
        <Button type="submit" fullWidth loading={form.busy}>
          {t("submit")}
        </Button>
      </PlainForm>
    </>
  );
}
