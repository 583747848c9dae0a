/** Words of the pages of settings. */
import { addTexts } from "@/i18n";
import type { settings } from "./en";

declare module "@/i18n" {
  interface Texts {
    settings: typeof settings;
  }
}

await addTexts("settings", { en: () => import("./en"), es: () => import("./es") });
