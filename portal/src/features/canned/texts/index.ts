/** Words of the canned replies page. */
import { addTexts } from "@/i18n";
import type { canned } from "./en";

declare module "@/i18n" {
  interface Texts {
    canned: typeof canned;
  }
}

await addTexts("canned", { en: () => import("./en"), es: () => import("./es") });
