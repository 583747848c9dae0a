/** Words of the articles suggested next to a form. */
import { addTexts } from "@/i18n";
import type { suggest } from "./en";

declare module "@/i18n" {
  interface Texts {
    suggest: typeof suggest;
  }
}

await addTexts("suggest", { en: () => import("./en"), es: () => import("./es") });
