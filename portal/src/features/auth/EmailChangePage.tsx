/**
 * Page of the link in the mail to a new e-mail address. The token is in the address after the `#`, a part that browsers
 * never send. Opening the link does nothing yet: a button confirms.
 */
import { Button } from "@mantine/core";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { ProblemError } from "@/api/problem";
import { confirmEmailChange } from "@/api/session";
import { PlainForm } from "@/kit/form/PlainForm";
import { useFields } from "@/kit/form/useFields";
import { AuthLayout } from "./AuthLayout";
import classes from "./AuthLayout.module.css";
import { Refusal } from "./Refusal";
import formClasses from "./SignInForm.module.css";
import "./emailChange";

type State = "asking" | "over" | "taken" | "confirmed";

/** States in which a refusal ends the link, by its code. */
const ENDS: Record<string, State> = { email_change_over: "over", email_taken: "taken" };

export default function EmailChangePage() {
  const { t } = useTranslation("emailChange");
  const [token, setToken] = useState(() => location.hash.slice(1));
  const [state, setState] = useState<State>(token === "" ? "over" : "asking");
  useEffect(() => {
    // Another link, opened in the same tab, changes only the part after the `#`.
    const renew = () => {
      setToken(location.hash.slice(1));
      setState(location.hash.length > 1 ? "asking" : "over");
    };
    window.addEventListener("hashchange", renew);
    return () => window.removeEventListener("hashchange", renew);
  }, []);

  function become(next: State) {
    // The link is used, or of no use.
    history.replaceState(null, "", "/email-change");
    setState(next);
  }

  return (
    <AuthLayout words="emailChange">
      {() => (
        <>
          {state === "asking" && <Confirm key={token} token={token} become={become} />}
          {(state === "over" || state === "taken") && (
            <div role="alert">
              <p className={formClasses.failure}>{t(state)}</p>
            </div>
          )}
          {state === "confirmed" && (
            <p className={classes.lead} role="status">
              {t("confirmed")}
            </p>
          )}
          <p className={classes.help}>
            <a href="/">{t("toPortal")}</a>
          </p>
        </>
      )}
    </AuthLayout>
  );
}

function Confirm({ token, become }: { token: string; become: (state: State) => void }) {
  const { t } = useTranslation("emailChange");
  const form = useFields({
    start: {},
    async send() {
      await confirmEmailChange(token);
      become("confirmed");
    },
    onFailed(error) {
      if (!(error instanceof ProblemError)) return undefined;
      const end = ENDS[error.code];
      if (end) become(end);
      return error.status === 429 && error.retryAfter
        ? t("throttled", { count: Math.ceil(error.retryAfter / 60) })
        : undefined;
    },
  });
  return (
    <>
      <p className={classes.lead}>{t("lead")}</p>
      <PlainForm of={form} className={formClasses.form}>
        <Refusal of={form} />
        <Button type="submit" fullWidth loading={form.busy}>
          {t("submit")}
        </Button>
      </PlainForm>
    </>
  );
}
