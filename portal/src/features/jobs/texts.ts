/** Words of the jobs page. */
import { addTexts } from "@/i18n";

export const jobs = {
  title: "Jobs",
  lead: "Mails and other work that did not go through after several tries. Nothing is lost: try them again once the cause is mended.",
  kind: "Kind",
  subject: "About",
  tries: "Tries",
  error: "Last error",
  since: "Since",
  retry: "Try again",
  retryOf: "Try {{kind}} again",
  retried: "Put back to work.",
  noneFailed: "No job has failed.",
  none: "Nothing is stuck",
  noneText: "Work that fails for good appears here, with its reason and a way to try again.",
  refresh: "Refresh",
} as const;

declare module "@/i18n" {
  interface Texts {
    jobs: typeof jobs;
  }
}

addTexts("jobs", jobs);
