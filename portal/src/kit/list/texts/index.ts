/** Words of every list. */
import { addTexts } from "@/i18n";
import type { list } from "./en";

declare module "@/i18n" {
  interface Texts {
    list: typeof list;
  }
}

await addTexts("list", { en: () => import("./en"), es: () => import("./es") });
