/** Words of the jobs page. */
import { addTexts } from "@/i18n";
import type { jobs } from "./en";

declare module "@/i18n" {
  interface Texts {
    jobs: typeof jobs;
  }
}

await addTexts("jobs", { en: () => import("./en"), es: () => import("./es") });
