/** The question before an act, whose file comes when it is first asked. */
import type { ComponentProps } from "react";
import { later } from "@/kit/feature/later";
import type * as Dialogs from "./ActDialog";

export const ConfirmDialog = later<typeof Dialogs, ComponentProps<typeof Dialogs.ConfirmDialog>>(
  () => import("./ActDialog"),
  "ConfirmDialog",
);
