/** Words of the tickets on the home page. */
import { addTexts } from "@/i18n";
import type { ticketsHome } from "./en";

declare module "@/i18n" {
  interface Texts {
    ticketsHome: typeof ticketsHome;
  }
}

await addTexts("ticketsHome", { en: () => import("./en"), es: () => import("./es") });
