/** Words of adding and fetching files. */
import { addTexts } from "@/i18n";

export const files = {
  label: "Files",
  help_one: "Up to {{count}} file of at most {{size}}.",
  help_other: "Up to {{count}} files of at most {{size}} each.",
  add: "Add a file",
  drop: "or drop it here",
  reading: "Reading…",
  sending: "{{percent}} %",
  checking: "Checking…",
  ready: "Arrived",
  progress: "{{name}}: {{percent}} % sent",
  remove: "Remove {{name}}",
  retry: "Try {{name}} again",
  retryShort: "Try again",
  tooLarge: "This file is too large. Make it smaller or split it.",
  tooLargeFor: "This file is larger than {{size}}. Make it smaller or split it.",
  empty: "This file is empty.",
  kinds: "Accepted kinds: {{endings}}.",
  refused: "Files of this kind are not accepted. Put it into a ZIP archive or save it as another kind.",
  refusedEnding: ".{{ending}} files are not accepted. Save it as another kind or put it into a ZIP archive.",
  mismatch: "This file does not hold what a .{{ending}} file holds. Check it, or save it again.",
  gone: "This file is no longer here. Please add it again.",
  damaged: "The file arrived damaged. Please try it again.",
  tooMany_one:
    "Only {{count}} file can be added here. The others were left out; you can add them afterwards.",
  tooMany_other:
    "Only {{count}} files can be added here. The others were left out; you can add them afterwards.",
  broken: "The file did not arrive. Check your connection and try again.",
  download: "Download {{name}}",
  downloadFailed: "The file could not be fetched. Please try again.",
} as const;

declare module "@/i18n" {
  interface Texts {
    files: typeof files;
  }
}

addTexts("files", files);
