/** Words of the touch ledger. */
import { addTexts } from "@/i18n";

export const touches = {
  title: "Touches",
  lead: "Every interaction: who, when, in which role, what, and whether it was allowed.",
  ofPerson: "Touches of a person",
  ofAccount: "Touches of an account",
  ofRecord: "Touches of a ticket",
  by: "Look up by",
  person: "Person",
  account: "Account",
  record: "Ticket",
  id: "Id",
  idHelp: "Open this page from a ticket, its requester or its account, or paste an id.",
  numberOrId: "Number or id",
  unknown: "Nothing is known by “{{wanted}}”",
  unknownRecord: "There is no such ticket among those you can see. Its number looks like T-1042.",
  unknownId:
    "This is not an id. Open the person or the account from one of their tickets; a link leads here.",
  show: "Show touches",
  pick: "Whose touches?",
  pickText: "Look one up by its number. From any ticket in the queue a link leads here.",
  when: "When",
  who: "Who",
  what: "What",
  onWhat: "On",
  outcome: "Outcome",
  request: "Request",
  done: "Done",
  denied: "Denied",
  failed: "Failed",
  system: "Automatic",
  side: { customer: "Customer", partner: "Partner", employee: "Employee", staff: "Staff" },
  none: "No touches yet",
  noneText: "What happens with this record appears here.",
  kinds: {
    ticket: "Ticket",
    article: "Article",
    person: "Person",
    account: "Account",
    upload: "Upload",
    session: "Session",
    job: "Job",
    settings: "Settings",
    canned_reply: "Canned reply",
    inbound_mail: "Mail",
  },
} as const;

declare module "@/i18n" {
  interface Texts {
    touches: typeof touches;
  }
}

addTexts("touches", touches);
