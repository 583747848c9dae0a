/** Words of the components that show parts of a record. */
import { addTexts } from "@/i18n";

export const show = {
  step: { done: "Done", now: "Now", ahead: "To come", failed: "Failed" },
} as const;

declare module "@/i18n" {
  interface Texts {
    show: typeof show;
  }
}

addTexts("show", show);
