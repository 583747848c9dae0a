/**
 * Where the link of an invitation leads: whoever was invited chooses a password and is signed in. What the link carries
 * stands after the `#` of the address, which no browser sends anywhere.
 */
import { Button, PasswordInput } from "@mantine/core";
import { type FormEvent, useEffect, useRef, useState, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { ACCEPT_INVITATION_PASSWORD } from "@/api/limits";
import { ProblemError, problemKey } from "@/api/problem";
import { acceptInvitation, currentSession, onSessionChange } from "@/api/session";
import { AuthLayout } from "./AuthLayout";
import classes from "./AuthLayout.module.css";
import formClasses from "./SignInForm.module.css";
import "./invitation";

/** The address of a used link leads nowhere: it makes room for that of the first page. */
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
    // Another link, opened in the same tab, changes nothing but what is after the `#`.
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
  const { t: common } = useTranslation();
  const [password, setPassword] = useState("");
  const [wrong, setWrong] = useState<string | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const box = useRef<HTMLInputElement>(null);

  async function onSubmit(event: FormEvent) {
    event.preventDefault();
    const short = [...password].length < ACCEPT_INVITATION_PASSWORD.least;
    setWrong(short ? t("short", { count: ACCEPT_INVITATION_PASSWORD.least }) : null);
    if (short) return box.current?.focus();
    setBusy(true);
    setFailure(null);
    try {
      await acceptInvitation(token, password, leaveLink);
    } catch (error) {
      setBusy(false);
      if (error instanceof ProblemError && error.code === "invitation_over") return onOver();
      if (error instanceof ProblemError && error.fields.length > 0)
        setWrong(error.fields.map(({ detail }) => detail).join(" "));
      else if (error instanceof ProblemError && error.status === 429 && error.retryAfter)
        setFailure(t("throttled", { count: Math.ceil(error.retryAfter / 60) }));
      else setFailure(common(problemKey(error)));
      box.current?.focus();
    }
  }

  return (
    <form onSubmit={onSubmit} noValidate className={formClasses.form}>
      <div role="alert" aria-live="assertive">
        {failure && <p className={formClasses.failure}>{failure}</p>}
      </div>
      <PasswordInput
        ref={box}
        label={t("password")}
        description={t("rule", { count: ACCEPT_INVITATION_PASSWORD.least })}
        name="password"
        autoComplete="new-password"
        autoFocus
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        error={wrong}
      />
      <Button type="submit" fullWidth loading={busy}>
        {t("submit")}
      </Button>
    </form>
  );
}
