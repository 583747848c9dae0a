/** Words of the home page and of arranging it. */
import { addTexts } from "@/i18n";
import type { home } from "./en";

declare module "@/i18n" {
  interface Texts {
    home: typeof home;
  }
}

await addTexts("home", { en: () => import("./en"), es: () => import("./es") });
