/** The words of confirming a new e-mail address by a link in a mail. */
import { addTexts } from "@/i18n";
import type { emailChange } from "./en";

declare module "@/i18n" {
  interface Texts {
    emailChange: typeof emailChange;
  }
}

await addTexts("emailChange", { en: () => import("./en"), es: () => import("./es") });
