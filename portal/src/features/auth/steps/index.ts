/** The words of signing in by a code, and of the second step. */
import { addTexts } from "@/i18n";
import type { signInSteps } from "./en";

declare module "@/i18n" {
  interface Texts {
    signInSteps: typeof signInSteps;
  }
}

await addTexts("signInSteps", { en: () => import("./en"), es: () => import("./es") });
