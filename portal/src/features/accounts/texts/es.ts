/** Words of what an account purchased, in Spanish. */
import type { Translation } from "@/i18n/translation";
import type { accounts as english } from "./en";

export const accounts: Translation<typeof english> = {
  supportUntil: "Con soporte hasta el {{date}}",
};
