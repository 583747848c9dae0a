/** Words of what an account purchased. */
import { addTexts } from "@/i18n";

export const accounts = {
  supportUntil: "In support until {{date}}",
} as const;

declare module "@/i18n" {
  interface Texts {
    accounts: typeof accounts;
  }
}

addTexts("accounts", accounts);
