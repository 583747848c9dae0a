/**
 * Editor of a section: its form, the draft with its differences from the published document, and the former states. The
 * form is saved as a draft; only publishing changes the portal.
 */
import { IconGitCommit } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { SettingsDraft, SettingsSection } from "@/api/types";
import { Callout } from "@/components/Callout";
import { Card } from "@/components/Page";
import { useMay } from "@/context/home";
import { Form } from "@/kit/form/Form";
import type { Rules } from "@/kit/form/rules";
import type { Name } from "@/kit/form/useFields";
import { type Form as FormState, useForm } from "@/kit/form/useForm";
import { RecordPage } from "@/kit/record/RecordPage";
import { useAct } from "@/kit/record/useAct";
import { TouchLines } from "@/kit/touches/TouchLines";
import { draftKey, healthKey, historyKey, saveDraft, sectionKey, trialKey } from "./api";
import { DraftCard } from "./DraftCard";
import type { SectionName } from "./documents";
import { Former } from "./Former";
import classes from "./settings.module.css";
import "./texts";

export interface SectionProps {
  published: SettingsSection;
  draft: SettingsDraft;
}

interface Props<V extends object> extends SectionProps {
  name: SectionName;
  /** Values of the form: those of the draft or, without one, of what is published. */
  start: V;
  /** The whole document with the values of the form. */
  toDocument: (values: V) => object;
  /** The values of a document, for a former state that is put into the form. */
  toValues: (document: object) => V;
  rules?: Rules<V>;
  /** Fields of the form by their names in the document where these differ. */
  pointers?: Record<string, Name<V>>;
  children: (form: FormState<V>) => ReactNode;
  /** Further cards below the form. */
  below?: (form: FormState<V>) => ReactNode;
}

export function SectionEditor<V extends object>(props: Props<V>) {
  const {
    name,
    published,
    draft,
    start,
    toDocument,
    toValues,
    rules,
    pointers = {},
    children,
    below,
  } = props;
  const { t } = useTranslation("settings");
  const may = useMay();
  const act = useAct(draft, {
    key: draftKey(name),
    refreshes: [sectionKey(name), historyKey(name), healthKey, trialKey],
    stale: t("stale"),
    refused: t("movedOn"),
  });
  const inDocument = Object.keys(start).map((field) => [`document/${field}`, field as Name<V>]);
  const form = useForm<V, unknown>({
    edits: true,
    version: draft.version,
    start,
    ...(rules ? { rules } : {}),
    pointers: { ...Object.fromEntries(inDocument), ...pointers },
    onFailed: act.conflict,
    send: (values, { key, version }) =>
      act.run("save", saveDraft(name, toDocument(values), published.version), {
        key,
        version,
        done: t("saved"),
      }),
  });
  const outdated = draft.based_on !== null && draft.based_on !== draft.published_version;
  return (
    <RecordPage
      id={name}
      back={{ label: t("title"), to: "/staff/settings" }}
      title={t(`section.${name}`)}
      lead={t(`about.${name}`)}
      notice={
        <>
          {outdated && (
            <Callout tint="attention" icon={IconGitCommit} title={t("outdated")}>
              <p>{t("outdatedText")}</p>
            </Callout>
          )}
          <DraftCard name={name} published={published} draft={draft} act={act} unsaved={form.changed} />
        </>
      }
      touches={may("list_touches", "all") && <TouchLines of={{ record: name }} most={8} />}
    >
      <div className={classes.stack}>
        <Card>
          <Form of={form} submit={t("save")} whenChanged={!outdated}>
            {children(form)}
          </Form>
        </Card>
        {below?.(form)}
        <Former
          name={name}
          published={published}
          onTake={(document) => {
            form.set(toValues(document));
            form.element.current?.scrollIntoView?.({ block: "start" });
          }}
        />
      </div>
    </RecordPage>
  );
}
