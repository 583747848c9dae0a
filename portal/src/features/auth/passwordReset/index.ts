/** The words of setting a new password by a link in a mail. */
import { addTexts } from "@/i18n";
import type { passwordReset } from "./en";

declare module "@/i18n" {
  interface Texts {
    passwordReset: typeof passwordReset;
  }
}

await addTexts("passwordReset", { en: () => import("./en"), es: () => import("./es") });
