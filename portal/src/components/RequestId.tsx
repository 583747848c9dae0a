/** The number of a request that failed, to copy into a question about it. */
import { Button, CopyButton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import classes from "./states.module.css";

export function RequestId({ id }: { id: string }) {
  const { t } = useTranslation();
  return (
    <div className={classes.request}>
      <span>{t("state.request")}</span>
      <code>{id}</code>
      <CopyButton value={id}>
        {({ copied, copy }) => (
          <Button variant="default" size="compact-xs" onClick={copy}>
            {copied ? t("state.copied") : t("state.copy")}
          </Button>
        )}
      </CopyButton>
    </div>
  );
}
