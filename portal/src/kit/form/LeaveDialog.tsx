/** The question before somebody leaves a page on which something is not saved. */
import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Dialog } from "@/components/Dialog";
import classes from "./Form.module.css";

export default function LeaveDialog({ onStay, onLeave }: { onStay: () => void; onLeave: () => void }) {
  const { t } = useTranslation("form");
  return (
    <Dialog onClose={onStay} title={t("leaveTitle")}>
      <p>{t("leaveText")}</p>
      <div className={classes.acts}>
        <Button variant="default" onClick={onLeave}>
          {t("leave")}
        </Button>
        <Button onClick={onStay} data-autofocus>
          {t("stay")}
        </Button>
      </div>
    </Dialog>
  );
}
