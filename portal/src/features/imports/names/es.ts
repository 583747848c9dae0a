/** Words of imports in the shell, in Spanish. */
import type { Translation } from "@/i18n/translation";
import type { names as english } from "./en";

export const names: Translation<typeof english> = {
  imports: "Importaciones",
};
