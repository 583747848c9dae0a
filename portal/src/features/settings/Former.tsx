/** Former states of a section: the last change can be undone, and any of them put into the form. */
import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { FormerSettings, SettingsSection } from "@/api/types";
import { Card } from "@/components/Page";
import { QueryResult } from "@/components/states";
import { When } from "@/components/When";
import { Actions } from "@/kit/record/Actions";
import { ConfirmDialog } from "@/kit/record/ConfirmLater";
import { useAct } from "@/kit/record/useAct";
import { draftKey, healthKey, historyKey, returnTo, sectionKey, trialKey, useFormer } from "./api";
import type { SectionName } from "./documents";
import classes from "./settings.module.css";
import "./texts";

interface Props {
  name: SectionName;
  published: SettingsSection;
  /** Puts the document of a former state into the form. */
  onTake: (document: object) => void;
}

export function Former({ name, published, onTake }: Props) {
  const { t } = useTranslation("settings");
  const former = useFormer(name);
  return (
    <Card title={t("history")}>
      <QueryResult query={former} lines={3}>
        {({ items }) =>
          items.length === 0 ? (
            <p className={classes.quiet}>{t("noHistory")}</p>
          ) : (
            <ul className={classes.sections}>
              {items.map((one, index) => (
                <FormerState
                  key={one.version}
                  name={name}
                  published={published}
                  former={one}
                  last={index === 0}
                  onTake={onTake}
                />
              ))}
            </ul>
          )
        }
      </QueryResult>
    </Card>
  );
}

interface StateProps extends Props {
  former: FormerSettings;
  /** Whether the state is the one before what is published. */
  last: boolean;
}

function FormerState({ name, published, former, last, onTake }: StateProps) {
  const { t } = useTranslation("settings");
  const act = useAct(published, {
    key: sectionKey(name),
    refreshes: [draftKey(name), historyKey(name), healthKey, trialKey],
    stale: t("stale"),
    refused: t("movedOn"),
  });
  const { version, replaced_at, replaced_by } = former;
  return (
    <li className={classes.former}>
      <span className={classes.grow}>
        {t("version", { version })} · {t("replacedBy", { name: replaced_by })} ·{" "}
        <When at={replaced_at} focusable />
      </span>
      <Button variant="default" size="xs" onClick={() => onTake(former.document)}>
        {t("take")}
      </Button>
      {last && (
        <Actions
          size="xs"
          act={act}
          allowed={["undo"]}
          actions={[
            {
              name: "undo",
              label: t("undo.label"),
              dialog: (close) => (
                <ConfirmDialog
                  act={act}
                  title={t("undo.title")}
                  submit={t("undo.submit")}
                  done={t("undo.done")}
                  onClose={close}
                  send={returnTo(name, version)}
                >
                  {t("undo.text", { version })}
                </ConfirmDialog>
              ),
            },
          ]}
        />
      )}
    </li>
  );
}
