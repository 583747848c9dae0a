/** Dialog in which a draft is published, at once or at a moment. */
import { useTranslation } from "react-i18next";
import { momentOf } from "@/components/time";
import { useZone } from "@/components/When";
import { RadioField } from "@/kit/form/RadioField";
import { TextField } from "@/kit/form/TextField";
import { ActDialog } from "@/kit/record/ActDialog";
import type { Acting, Send } from "@/kit/record/useAct";
import "./texts";

interface Props {
  act: Acting;
  /** Sends the publication: at once without a moment. */
  send: (at?: string) => Send;
  onClose: () => void;
}

export function PublishDialog({ act, send, onClose }: Props) {
  const { t } = useTranslation("settings");
  const { timeZone } = useZone();
  const moment = (at: string) => momentOf(at, timeZone);
  const isPast = (at: string) => (moment(at)?.getTime() ?? 0) <= Date.now();
  return (
    <ActDialog
      act={act}
      title={t("publish.title")}
      submit={t("publish.submit")}
      done={t("publish.done")}
      onClose={onClose}
      start={{ when: "now", at: "" }}
      rules={{ at: (at, { when }) => (when === "later" && isPast(at) ? t("publish.missing") : null) }}
      send={({ when, at }) => send(when === "later" ? moment(at)?.toISOString() : undefined)}
    >
      {(form) => (
        <>
          <RadioField
            of={form}
            name="when"
            label={t("publish.when")}
            choices={[
              { value: "now", label: t("publish.now"), help: t("publish.nowHelp") },
              { value: "later", label: t("publish.later"), help: t("publish.laterHelp") },
            ]}
          />
          {form.values.when === "later" && (
            <TextField
              of={form}
              name="at"
              type="datetime-local"
              label={t("publish.at")}
              help={t("publish.zone", { zone: timeZone.replaceAll("_", " ") })}
            />
          )}
        </>
      )}
    </ActDialog>
  );
}
