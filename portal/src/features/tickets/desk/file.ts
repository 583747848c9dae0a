/** The console's list as a file: what those who asked have in theirs, and who works on it. */
import { useTranslation } from "react-i18next";
import type { StaffTicketSummary } from "@/api/types";
import type { CsvColumn } from "@/kit/list/csv";
import { useTicketFile } from "../file";

export function useDeskFile(): CsvColumn<StaffTicketSummary>[] {
  const { t } = useTranslation("desk");
  return [
    ...useTicketFile(),
    { title: t("queue"), value: ({ queue }) => queue.name },
    { title: t("assignee"), value: ({ assignee }) => assignee?.name },
  ];
}
