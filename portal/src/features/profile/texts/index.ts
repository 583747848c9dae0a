/** Words of the profile. */
import { addTexts } from "@/i18n";
import type { profile } from "./en";

declare module "@/i18n" {
  interface Texts {
    profile: typeof profile;
  }
}

await addTexts("profile", { en: () => import("./en"), es: () => import("./es") });
