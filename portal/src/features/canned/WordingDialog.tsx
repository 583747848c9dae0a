/** Dialog in which a canned reply is written, changed or offered again. */
import { useTranslation } from "react-i18next";
import { api, once } from "@/api/client";
import { WRITE_CANNED_REPLY_NAME, WRITE_CANNED_REPLY_TEXT } from "@/api/limits";
import type { CannedReply } from "@/api/types";
import { useQueueChoices } from "@/context/company";
import { MarkdownField } from "@/kit/form/MarkdownField";
import { text } from "@/kit/form/rules";
import { SelectField } from "@/kit/form/SelectField";
import { TextField } from "@/kit/form/TextField";
import type { AskedRow } from "@/kit/list/acts";
import { ActDialog } from "@/kit/record/ActDialog";
import "./texts";

const ALL = "/v1/canned-replies";
const ONE = "/v1/canned-replies/{id}";

/** The ID of a canned reply that is yet to be written is empty. */
interface Props extends AskedRow<CannedReply> {
  how: "write" | "change" | "offer";
}

export default function WordingDialog({ row: { id, name, ...before }, how, ...props }: Props) {
  const { t } = useTranslation("canned");
  const queues = useQueueChoices(t("allQueues"), "change_canned_replies");
  return (
    <ActDialog
      {...props}
      title={t(`${how}.title`, { name })}
      submit={t(`${how}.submit`)}
      done={t(`${how}.done`)}
      draft={`canned-${id}`}
      start={{ name, text: before.text, queue_id: queues[0]?.value ?? "" }}
      rules={{ name: text(WRITE_CANNED_REPLY_NAME), text: text(WRITE_CANNED_REPLY_TEXT) }}
      told={(values) => ({ name: [t("name"), values.name], text: [t("text"), values.text] })}
      send={({ queue_id: queue, ...body }, key, { queue_id: _, ...changed }) =>
        (header) =>
          id
            ? api.PATCH(ONE, { params: { path: { id }, header }, body: { ...changed, retired: false } })
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
