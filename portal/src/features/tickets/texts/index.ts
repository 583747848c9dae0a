/**
 * Words of the ticket pages. Partners and employees send requests: words that differ for them have the same key and
 * `_request`.
 */
import { addTexts } from "@/i18n";
import type { tickets } from "./en";

declare module "@/i18n" {
  interface Texts {
    tickets: typeof tickets;
  }
}

await addTexts("tickets", { en: () => import("./en"), es: () => import("./es") });
