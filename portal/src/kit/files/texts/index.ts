/** Words of adding and fetching files. */
import { addTexts } from "@/i18n";
import type { files } from "./en";

declare module "@/i18n" {
  interface Texts {
    files: typeof files;
  }
}

await addTexts("files", { en: () => import("./en"), es: () => import("./es") });
