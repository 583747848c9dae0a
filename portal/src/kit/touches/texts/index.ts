/** Words of the touch ledger. */
import { addTexts } from "@/i18n";
import type { touches } from "./en";

declare module "@/i18n" {
  interface Texts {
    touches: typeof touches;
  }
}

await addTexts("touches", { en: () => import("./en"), es: () => import("./es") });
