/** The words of accepting an invitation. */
import { addTexts } from "@/i18n";
import type { invitation } from "./en";

declare module "@/i18n" {
  interface Texts {
    invitation: typeof invitation;
  }
}

await addTexts("invitation", { en: () => import("./en"), es: () => import("./es") });
