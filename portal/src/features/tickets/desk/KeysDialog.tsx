/** List of the keys of the console. */
import { useTranslation } from "react-i18next";
import { Dialog } from "@/components/Dialog";
import classes from "./KeysDialog.module.css";

const KEYS = [
  ["j", "down"],
  ["k", "up"],
  ["x", "choose"],
  ["r", "reply"],
  ["n", "note"],
  ["t", "take"],
  ["a", "assign"],
  ["h", "hold"],
  ["e", "resolve"],
  ["c", "close"],
  ["m", "merge"],
  ["/", "search"],
  ["?", "keys"],
] as const;

export default function KeysDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("desk");
  return (
    <Dialog title={t("keys.title")} onClose={onClose}>
      <dl className={classes.keys}>
        {KEYS.map(([key, name]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{t(`keys.${name}`)}</dd>
          </div>
        ))}
      </dl>
      <p className={classes.off}>{t("keys.off")}</p>
    </Dialog>
  );
}
