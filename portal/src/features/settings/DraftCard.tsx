/** The draft of a section: who saved it, how it differs from what is published, what is unfinished, and its acts. */

import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Seen } from "@/api/client";
import type { SettingsDraft, SettingsSection } from "@/api/types";
import { Card } from "@/components/Page";
import { useServerWords } from "@/components/useServerWords";
import { When } from "@/components/When";
import { laterPart } from "@/kit/feature/later";
import { Actions } from "@/kit/record/Actions";
import { ConfirmDialog } from "@/kit/record/ConfirmLater";
import type { Acting } from "@/kit/record/useAct";
import { discardDraft, publishDraft, sectionKey } from "./api";
import { DifferenceTable } from "./DifferenceTable";
import type { SectionName } from "./documents";
import classes from "./settings.module.css";
import "./texts";
import { useSettingsWords } from "./words";

const PublishDialog = laterPart(() => import("./PublishDialog"), "PublishDialog");

interface Props {
  name: SectionName;
  published: SettingsSection;
  draft: SettingsDraft;
  act: Acting;
  /** Whether the form has changes that the draft does not have yet. */
  unsaved: boolean;
}

/** Returns the names of the acts that a draft allows. */
function allowed({ document, unfinished }: SettingsDraft, unsaved: boolean): string[] {
  if (!document) return [];
  return unfinished.length === 0 && !unsaved ? ["publish", "discard"] : ["discard"];
}

export function DraftCard({ name, published, draft, act, unsaved }: Props) {
  const { t } = useTranslation("settings");
  const queries = useQueryClient();
  if (!draft.document) return null;
  const document = draft.document;

  /** Shows the published draft at once: the form must not fall back to the state before. */
  function publish(at?: string) {
    return async (header: Seen) => {
      const answer = await publishDraft(name, at)(header);
      if (answer.response.ok && !at)
        queries.setQueryData(sectionKey(name), { ...published, version: published.version + 1, document });
      return answer;
    };
  }

  return (
    <Card title={t("draft")}>
      <div className={classes.stack}>
        <p className={classes.line}>
          {t("draftOf", { name: draft.saved_by ?? "" })}
          {draft.saved_at && (
            <>
              {" · "}
              <When at={draft.saved_at} focusable />
            </>
          )}
          {draft.publish_at && (
            <>
              {" · "}
              {t("goesOut")} <When at={draft.publish_at} focusable />
            </>
          )}
        </p>
        <DifferenceTable differences={draft.differences} />
        <Unfinished draft={draft} />
        {unsaved && <p className={classes.quiet}>{t("saveFirst")}</p>}
        <Actions
          act={act}
          allowed={allowed(draft, unsaved)}
          primary="publish"
          actions={[
            {
              name: "publish",
              label: t("publish.label"),
              dialog: (close) => <PublishDialog act={act} send={publish} onClose={close} />,
            },
            {
              name: "discard",
              label: t("discard.label"),
              dialog: (close) => (
                <ConfirmDialog
                  act={act}
                  title={t("discard.title")}
                  submit={t("discard.submit")}
                  done={t("discard.done")}
                  danger
                  onClose={close}
                  send={discardDraft(name)}
                >
                  {t("discard.text")}
                </ConfirmDialog>
              ),
            },
          ]}
        />
      </div>
    </Card>
  );
}

/** Errors that keep a draft from being published. */
function Unfinished({ draft: { unfinished } }: { draft: SettingsDraft }) {
  const { t } = useTranslation("settings");
  const words = useSettingsWords();
  const server = useServerWords();
  if (unfinished.length === 0) return null;
  return (
    <div>
      <p className={classes.line}>{t("unfinished", { count: unfinished.length })}</p>
      <ul className={classes.plainList}>
        {unfinished.map((error) => (
          <li key={`${error.pointer} ${error.code}`}>
            <strong>{words.place(error.pointer)}</strong>: {server.problem(error)}
          </li>
        ))}
      </ul>
    </div>
  );
}
