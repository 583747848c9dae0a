/** Words of the components that show parts of a record. */
import { addTexts } from "@/i18n";
import type { show } from "./en";

declare module "@/i18n" {
  interface Texts {
    show: typeof show;
  }
}

await addTexts("show", { en: () => import("./en"), es: () => import("./es") });
