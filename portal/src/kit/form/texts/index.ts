/** Words of every form. */
import { addTexts } from "@/i18n";
import type { form } from "./en";

declare module "@/i18n" {
  interface Texts {
    form: typeof form;
  }
}

await addTexts("form", { en: () => import("./en"), es: () => import("./es") });
