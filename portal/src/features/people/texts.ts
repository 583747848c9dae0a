/** Words of the people page. */
import { addTexts } from "@/i18n";

export const people = {
  title: "Person",
  email: "E-mail",
  phone: "Phone",
  noPhone: "none",
  status: "Sign-in",
  statuses: { active: "Can sign in", invited: "Invited, not yet signed in", disabled: "Disabled" },
  hats: "Roles",
  touches: "Touches of this person",
  disable: "Disable sign-in",
  enable: "Enable sign-in",
  disableTitle: "Disable {{name}}?",
  disableText:
    "{{name}} is signed out everywhere at once and cannot sign in until enabled again. Tickets stay as they are.",
  disabled: "{{name}} cannot sign in any more.",
  enabled: "{{name}} can sign in again.",
  own: "This is you; another administrator would have to disable you.",
  mailStopped: "{{name}} is sent no mail",
  mailStops: {
    bounced: "The last mail to this address came back: there is no such mailbox.",
    complained: "A mail was reported as unwanted.",
  },
  sendAgain: "Send mail again",
  mailAgain: "{{name}} is sent mail again.",
  stale: "Somebody changed this person in the meantime. Here is the newest version.",
} as const;

addTexts("people", people);
