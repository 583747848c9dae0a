/** Words of every form. */
import { addTexts } from "@/i18n";

export const form = {
  required: "Please fill this in.",
  short: "Please use at least {{least}} characters.",
  long: "Please stay within {{most, number}} characters.",
  left_one: "{{count}} character left",
  left_other: "{{count}} characters left",
  check_one: "One thing needs your attention.",
  check_other: "{{count}} things need your attention.",
  failed: "This was not sent",
  waitFiles: "Your files are still on their way. This is sent as soon as they have arrived.",
  filesFailed: "A file did not arrive. Try it again or remove it.",
  draftSaved: "Draft saved",
  draftLocal: "Draft saved on this device",
  draftFound: "This is the draft you left. Continue, or",
  startOver: "start over",
  startedOver: "The draft is gone.",
  leaveTitle: "Leave without saving?",
  leaveText: "What you changed on this page is not saved yet.",
  leave: "Leave",
  stay: "Stay here",
} as const;

declare module "@/i18n" {
  interface Texts {
    form: typeof form;
  }
}

addTexts("form", form);
