/** Words of the people page. */
import { addTexts } from "@/i18n";
import type { people } from "./en";

declare module "@/i18n" {
  interface Texts {
    people: typeof people;
  }
}

await addTexts("people", { en: () => import("./en"), es: () => import("./es") });
