/**
 * Page of an invitation's link: the invited person chooses a password and is signed in. The token is in the address
 * after the `#`, a part that browsers never send.
 */
import { Button } from "@mantine/core";
import { useEffect, useState, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { ACCEPT_INVITATION_PASSWORD } from "@/api/limits";
import { ProblemError } from "@/api/problem";
import { acceptInvitation, currentSession, onSessionChange } from "@/api/session";
import { characters } from "@/components/text";
import { PasswordField } from "@/kit/form/PasswordField";
import { PlainForm } from "@/kit/form/PlainForm";
import { useFields } from "@/kit/form/useFields";
import { AuthLayout } from "./AuthLayout";
import classes from "./AuthLayout.module.css";
import { Refusal } from "./Refusal";
import formClasses from "./SignInForm.module.css";
import "./invitation";

/** Replaces the address of a used link by that of the first page. */
function leaveLink(): void {
  history.replaceState(null, "", "/");
}

export default function InvitationPage() {
  const { t } = useTranslation("invitation");
  const { session } = useSyncExternalStore(onSessionChange, currentSession);
  const [token, setToken] = useState(() => location.hash.slice(1));
  const [isOver, setOver] = useState(false);
  const over = token === "" ? t("incomplete") : isOver ? t("over") : null;
  useEffect(() => {
    // Another link, opened in the same tab, changes only the part after the `#`.
    const renew = () => {
      setToken(location.hash.slice(1));
      setOver(false);
    };
    window.addEventListener("hashchange", renew);
    return () => window.removeEventListener("hashchange", renew);
  }, []);
  return (
    <AuthLayout words="invitation">
      {(company) =>
        over ? (
          <>
            <div role="alert">
              <p className={formClasses.failure}>{over}</p>
            </div>
            <p className={classes.help}>
              <a href="/">{t("signIn")}</a>
            </p>
          </>
        ) : (
          <>
            <p className={classes.lead}>{t("lead", { company })}</p>
            {session && <p className={classes.lead}>{t("other", { email: session.person.email })}</p>}
            <ChoosePassword key={token} token={token} onOver={() => setOver(true)} />
          </>
        )
      }
    </AuthLayout>
  );
}

function ChoosePassword({ token, onOver }: { token: string; onOver: () => void }) {
  const { t } = useTranslation("invitation");
  const { least } = ACCEPT_INVITATION_PASSWORD;
  const form = useFields({
    start: { password: "" },
    rules: { password: (password) => (characters(password) < least ? t("short", { count: least }) : null) },
    send: ({ password }) => acceptInvitation(token, password, leaveLink),
    onFailed(error) {
      form.focus("password");
      if (!(error instanceof ProblemError)) return undefined;
      if (error.code === "invitation_over") onOver();
      if (error.status !== 429 || !error.retryAfter) return undefined;
      return t("throttled", { count: Math.ceil(error.retryAfter / 60) });
    },
  });
  return (
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
  );
}
