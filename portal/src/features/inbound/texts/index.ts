/** Words of the pages of unmatched mail. */
import { addTexts } from "@/i18n";
import type { inbound } from "./en";

declare module "@/i18n" {
  interface Texts {
    inbound: typeof inbound;
  }
}

await addTexts("inbound", { en: () => import("./en"), es: () => import("./es") });
