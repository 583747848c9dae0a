/** Recovery codes, which are shown once. */
import { Button, CopyButton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import classes from "./ProfilePage.module.css";
import "./texts";

export function Copy({ text, label }: { text: string; label: string }) {
  const { t } = useTranslation("profile");
  return (
    <CopyButton value={text}>
      {({ copied, copy }) => (
        <Button variant="default" size="compact-sm" onClick={copy}>
          {copied ? t("copied") : label}
        </Button>
      )}
    </CopyButton>
  );
}

export function KeepCodes({ codes, onClose }: { codes: string[]; onClose: () => void }) {
  const { t } = useTranslation("profile");
  return (
    <div data-codes>
      <h3 className={classes.codesTitle}>{t("codesTitle")}</h3>
      <p className={classes.lead}>{t("codesLead")}</p>
      <ul className={classes.codes} aria-label={t("codesTitle")}>
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <div className={classes.row}>
        <div className={classes.acts}>
          <Copy text={codes.join("\n")} label={t("copyCodes")} />
          <Button variant="default" size="compact-sm" onClick={() => window.print()}>
            {t("printCodes")}
          </Button>
        </div>
        <Button onClick={onClose}>{t("codesKept")}</Button>
      </div>
    </div>
  );
}
