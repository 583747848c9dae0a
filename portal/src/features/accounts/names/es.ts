/** Words of the accounts in the shell and on the home page, in Spanish. */
import type { Translation } from "@/i18n/translation";
import type { names as english } from "./en";

export const names: Translation<typeof english> = {
  accounts: "Cuentas",
  products: "Sus productos",
};
