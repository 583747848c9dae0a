/** The question before an act, whose file comes when it is first asked. */
import { laterPart } from "@/kit/feature/later";

export const ConfirmDialog = laterPart(() => import("./ActDialog"), "ConfirmDialog");
