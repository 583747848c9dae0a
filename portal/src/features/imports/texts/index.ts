/** Words of the pages of imports. */
import { addTexts } from "@/i18n";
import type { imports } from "./en";

declare module "@/i18n" {
  interface Texts {
    imports: typeof imports;
  }
}

await addTexts("imports", { en: () => import("./en"), es: () => import("./es") });
