/** Words of signing in and out. */
import { addTexts } from "@/i18n";
import type { auth } from "./en";

declare module "@/i18n" {
  interface Texts {
    auth: typeof auth;
  }
}

await addTexts("auth", { en: () => import("./en"), es: () => import("./es") });
