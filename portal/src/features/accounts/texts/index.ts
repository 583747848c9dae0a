/** Words of what an account purchased. */
import { addTexts } from "@/i18n";
import type { accounts } from "./en";

declare module "@/i18n" {
  interface Texts {
    accounts: typeof accounts;
  }
}

await addTexts("accounts", { en: () => import("./en"), es: () => import("./es") });
