/** Words of the agents' console. */
import { addTexts } from "@/i18n";
import type { desk } from "./en";

declare module "@/i18n" {
  interface Texts {
    desk: typeof desk;
  }
}

await addTexts("desk", { en: () => import("./en"), es: () => import("./es") });
