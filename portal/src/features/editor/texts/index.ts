/** Words of the editors' pages. */
import { addTexts } from "@/i18n";
import type { editor } from "./en";

declare module "@/i18n" {
  interface Texts {
    editor: typeof editor;
  }
}

await addTexts("editor", { en: () => import("./en"), es: () => import("./es") });
