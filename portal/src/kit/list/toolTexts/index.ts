/** Texts of a list's tools: saved views, CSV files, acts on many rows. */
import { addTexts } from "@/i18n";
import type { listTools } from "./en";

declare module "@/i18n" {
  interface Texts {
    listTools: typeof listTools;
  }
}

await addTexts("listTools", { en: () => import("./en"), es: () => import("./es") });
