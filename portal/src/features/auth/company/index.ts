/** The words of signing in through the company's identity provider. */
import { addTexts } from "@/i18n";
import type { company } from "./en";

declare module "@/i18n" {
  interface Texts {
    company: typeof company;
  }
}

await addTexts("company", { en: () => import("./en"), es: () => import("./es") });
