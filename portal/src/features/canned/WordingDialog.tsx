/** Dialog in which a canned reply is written, changed or offered again. */
import { useTranslation } from "react-i18next";
import { api, once } from "@/api/client";
import { WRITE_CANNED_REPLY_NAME, WRITE_CANNED_REPLY_TEXT } from "@/api/limits";
import { MarkdownField } from "@/kit/form/MarkdownField";
import { text } from "@/kit/form/rules";
import { SelectField } from "@/kit/form/SelectField";
import { TextField } from "@/kit/form/TextField";
import { ActDialog } from "@/kit/record/ActDialog";
import type { Acting } from "@/kit/record/useAct";
import "./texts";

const ALL = "/v1/canned-replies";
const ONE = "/v1/canned-replies/{id}";

interface Props {
  /** The canned reply; its ID is empty if it is new. */
  of: { id: string; version: number; name: string; text: string };
  how: "write" | "change" | "offer";
  queues: { value: string; label: string }[];
  act: Acting;
  onClose: () => void;
}

export default function WordingDialog({
  of: { id, version, name, ...before },
  how,
  queues,
  ...props
}: Props) {
  const { t } = useTranslation("canned");
  return (
    <ActDialog
      {...props}
      title={t(`${how}.title`, { name })}
      submit={t(`${how}.submit`)}
      done={t(`${how}.done`)}
      draft={`canned-${id}-${version}`}
      start={{ name, text: before.text, queue_id: queues[0]?.value ?? "" }}
      rules={{ name: text(WRITE_CANNED_REPLY_NAME), text: text(WRITE_CANNED_REPLY_TEXT) }}
      send={({ queue_id: queue, ...body }, key) =>
        (header) =>
          id
            ? api.PATCH(ONE, { params: { path: { id }, header }, body: { ...body, retired: false } })
            : api.POST(ALL, { ...once(key), body: { ...body, queue_id: queue || null } })
        }
    >
      {(of) => (
        <>
          <TextField of={of} name="name" label={t("name")} help={t("nameHelp")} data-autofocus />
          <MarkdownField of={of} name="text" label={t("text")} help={t("textHelp")} rows={8} />
          {!id && (
            <SelectField of={of} name="queue_id" label={t("queue")} help={t("queueHelp")} data={queues} />
          )}
        </>
      )}
    </ActDialog>
  );
}
