/** Asks before somebody leaves a page on which something is not saved. */
import { Button } from "@mantine/core";
import { useBlocker } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Dialog } from "@/components/Dialog";
import classes from "./Form.module.css";

export function LeaveGuard({ on }: { on: boolean }) {
  const { t } = useTranslation("form");
  const blocker = useBlocker({ shouldBlockFn: () => on, enableBeforeUnload: () => on, withResolver: true });
  if (blocker.status !== "blocked") return null;
  return (
    <Dialog onClose={blocker.reset} title={t("leaveTitle")}>
      <p>{t("leaveText")}</p>
      <div className={classes.acts}>
        <Button variant="default" onClick={blocker.proceed}>
          {t("leave")}
        </Button>
        <Button onClick={blocker.reset} data-autofocus>
          {t("stay")}
        </Button>
      </div>
    </Dialog>
  );
}
