/** Words of the page on which many people are invited. */
import { addTexts } from "@/i18n";
import type { inviteMany } from "./en";

declare module "@/i18n" {
  interface Texts {
    inviteMany: typeof inviteMany;
  }
}

await addTexts("inviteMany", { en: () => import("./en"), es: () => import("./es") });
