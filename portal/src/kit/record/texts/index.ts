/** Words of every record. */
import { addTexts } from "@/i18n";
import type { record } from "./en";

declare module "@/i18n" {
  interface Texts {
    record: typeof record;
  }
}

await addTexts("record", { en: () => import("./en"), es: () => import("./es") });
