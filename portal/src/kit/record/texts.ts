/** Words of every record. */
import { addTexts } from "@/i18n";

export const record = {
  timeline: "What happened so far",
  side: "At a glance",
  properties: "Details",
  related: "Belongs to it",
  files: "Files",
  touches: "Latest touches",
  more: "More",
  key: "Key {{key}}",
} as const;

declare module "@/i18n" {
  interface Texts {
    record: typeof record;
  }
}

addTexts("record", record);
