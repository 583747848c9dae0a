/** Words of every plot. */
import { addTexts } from "@/i18n";
import type { plot } from "./en";

declare module "@/i18n" {
  interface Texts {
    plot: typeof plot;
  }
}

await addTexts("plot", { en: () => import("./en"), es: () => import("./es") });
