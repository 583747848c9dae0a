/** Tools of a list: saved views and CSV export. They load after the list itself. */
import { ActionIcon } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ExportProps } from "./ExportDialog";
import classes from "./list.module.css";
import type { ViewsProps } from "./ViewsMenu";
import "./toolTexts";

const ViewsMenu = lazy(() => import("./ViewsMenu"));
const ExportDialog = lazy(() => import("./ExportDialog"));

export interface ToolsOf<T> {
  views?: ViewsProps | undefined;
  /** The CSV export, where there is one. */
  file?: Omit<ExportProps<T>, "onClose"> | undefined;
  size?: "xs" | "sm";
}

export function Tools<T>({ views, file, size = "sm" }: ToolsOf<T>) {
  const { t } = useTranslation("listTools");
  const [exporting, setExporting] = useState(false);
  return (
    <div className={classes.tools} data-size={size}>
      <Suspense fallback={<span className={classes.place} data-size={size} />}>
        {views && <ViewsMenu {...views} size={size} />}
      </Suspense>
      {file && (
        <ActionIcon
          variant="default"
          size={size === "xs" ? 30 : 36}
          aria-label={t("export.act")}
          title={t("export.act")}
          onClick={() => setExporting(true)}
        >
          <IconDownload size={16} aria-hidden />
        </ActionIcon>
      )}
      {exporting && file && (
        <Suspense fallback={null}>
          <ExportDialog
            {...(file as Omit<ExportProps<unknown>, "onClose">)}
            onClose={() => setExporting(false)}
          />
        </Suspense>
      )}
    </div>
  );
}
