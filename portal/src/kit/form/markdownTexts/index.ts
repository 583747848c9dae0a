/** Words of the field for Markdown. They are not on the first page, as those of every form are. */
import { addTexts } from "@/i18n";
import type { markdown } from "./en";

declare module "@/i18n" {
  interface Texts {
    markdown: typeof markdown;
  }
}

await addTexts("markdown", { en: () => import("./en"), es: () => import("./es") });
