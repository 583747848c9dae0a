/** Differences of a draft from the published document, in plain words: the part, before, after. */
import { useTranslation } from "react-i18next";
import type { Difference, DifferenceValue } from "@/api/types";
import { DataTable } from "@/kit/list/DataTable";
import classes from "./settings.module.css";
import "./texts";
import { useSettingsWords } from "./words";

export function DifferenceTable({ differences }: { differences: readonly Difference[] }) {
  const { t } = useTranslation("settings");
  const words = useSettingsWords();
  if (differences.length === 0) return <p className={classes.quiet}>{t("noDifference")}</p>;
  const rows = differences.map((one, index) => ({ ...one, key: `${index} ${one.part}` }));
  const list = (values: readonly DifferenceValue[], otherwise: string) =>
    values.map(words.value).join(", ") || otherwise;
  return (
    <DataTable
      label={t("differences")}
      keyOf={({ key }) => key}
      rows={rows}
      columns={[
        {
          key: "what",
          title: t("what"),
          heading: true,
          cell: (one) => (one.name ? `${words.part(one)}: ${one.name}` : words.part(one)),
        },
        {
          key: "before",
          title: t("before"),
          cell: ({ before, kind }) => list(before, kind === "removed" ? t("there") : t("nothing")),
        },
        {
          key: "after",
          title: t("after"),
          cell: ({ after, kind }) => list(after, kind === "added" ? t("added") : t("removed")),
        },
      ]}
    />
  );
}
