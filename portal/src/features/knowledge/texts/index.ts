/** Words of the answers: search, article, feedback. */
import { addTexts } from "@/i18n";
import type { knowledge } from "./en";

declare module "@/i18n" {
  interface Texts {
    knowledge: typeof knowledge;
  }
}

await addTexts("knowledge", { en: () => import("./en"), es: () => import("./es") });
