/** Notice on every page that the portal is shown as somebody else sees it, until that ends by itself. */
import { Button } from "@mantine/core";
import { IconEye } from "@tabler/icons-react";
import { useCallback, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { stopViewing } from "@/api/session";
import { toast } from "@/components/toasts";
import { useSession } from "@/context/session";
import classes from "./Viewing.module.css";

export function Viewing() {
  const { t } = useTranslation();
  const { person, hat, viewer } = useSession();
  const until = viewer?.until;
  const stop = useCallback(() => {
    stopViewing().catch(() => toast(t("problem.unexpected"), "error"));
  }, [t]);
  useEffect(() => {
    if (until === undefined) return;
    const timer = setTimeout(stop, Math.max(0, until - Date.now()));
    return () => clearTimeout(timer);
  }, [until, stop]);
  if (!viewer) return null;
  return (
    <section className={classes.viewing} aria-label={t("viewing.label")}>
      <IconEye size={20} aria-hidden className={classes.sign} />
      <p className={classes.text}>{t("viewing.text", { name: person.name, hat: hat.label })}</p>
      <Button size="xs" variant="default" onClick={stop}>
        {t("viewing.stop")}
      </Button>
    </section>
  );
}
