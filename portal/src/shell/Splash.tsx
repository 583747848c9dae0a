/** Pages shown before it is known who is signed in, or when nothing else can be drawn. */
import { Button, Loader } from "@mantine/core";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import classes from "./Splash.module.css";

export function Splash() {
  const { t } = useTranslation();
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 300);
    return () => clearTimeout(timer);
  }, []);
  return (
    <main className={classes.centre} aria-busy="true">
      {late && <Loader size="sm" role="status" aria-label={t("app.loading")} />}
    </main>
  );
}

export function Unreachable({ onRetry }: { onRetry: () => void }) {
  const { t } = useTranslation();
  return (
    <main className={classes.centre}>
      <div className={classes.words} role="alert">
        <h1>{t("state.offlineTitle")}</h1>
        <p>{t("state.offlineText")}</p>
        <Button onClick={onRetry}>{t("state.retry")}</Button>
      </div>
    </main>
  );
}

/** Page for the whole window, when a page's own failure could not be drawn, or a file is gone. */
export function Crashed({ gone }: { gone: boolean }) {
  const { t } = useTranslation();
  return (
    <main className={classes.centre}>
      <div className={classes.words} role="alert">
        <h1>{t(gone ? "state.updateTitle" : "state.brokenTitle")}</h1>
        <p>{t(gone ? "state.updateText" : "state.brokenText")}</p>
        <Button onClick={() => window.location.assign("/")}>{t("state.goHome")}</Button>
      </div>
    </main>
  );
}
