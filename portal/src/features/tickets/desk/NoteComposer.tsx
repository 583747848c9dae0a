/** An agent's note: text, files for staff alone, and the names of colleagues who get a mail. */
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import type { StaffTicket } from "@/api/types";
import { Composer } from "../Composer";

const Completion = lazy(() => import("./Completion"));
const Marks = lazy(() => import("./Marks"));

export function NoteComposer({ ticket }: { ticket: StaffTicket }) {
  const { t } = useTranslation("desk");
  return (
    <Composer
      ticket={ticket.id}
      kind="note"
      rows={3}
      label={t("noteLabel")}
      help={t("noteHelp", { whom: t(`whom.${ticket.kind}`) })}
      submit={t("noteSend")}
      aside={(_, field) => (
        <Suspense fallback={null}>
          <Marks kind="note" field={field} />
        </Suspense>
      )}
      assist={(field) => (
        <Suspense fallback={null}>
          <Completion ticket={ticket} kind="note" field={field} />
        </Suspense>
      )}
    />
  );
}
