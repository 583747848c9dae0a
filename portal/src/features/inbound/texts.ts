/** Words of the pages of unmatched mail. */
import { addTexts } from "@/i18n";

export const inbound = {
  title: "Unmatched mail",
  lead: "Mails to us that joined no ticket by themselves. Attach each to its ticket, or discard it.",
  which: "Which mails",
  state: { waiting: "Waiting", set_aside: "Automatic" },
  none: { waiting: "Nothing is waiting", set_aside: "No automatic mail" },
  noneText: {
    waiting: "Answers to our mails join their tickets. What does not fit waits here for you.",
    set_aside: "Absence notes, delivery reports and mails to lists are kept here for thirty days.",
  },
  subject: "Subject",
  noSubject: "(no subject)",
  from: "From",
  unknownSender: "Unknown sender",
  address: "Address",
  person: "Known as",
  nobody: "Nobody we know",
  why: "Why it is here",
  ticket: "Answers ticket",
  files: "Files",
  received: "Received",
  text: "Text",
  noText: "The mail has no text of its own.",
  quoted: "What was quoted",
  showQuoted: "Show what was quoted",
  decided: {
    joined: "This mail is on its ticket.",
    discarded: "This mail was discarded.",
  },
  openTicket: "Open {{number}}",
  stale: "This mail or its ticket has changed in the meantime. Please look again.",
  attach: {
    label: "Attach to a ticket…",
    title: "Attach this mail to a ticket",
    submit: "Attach",
    done: "The mail is on {{number}}.",
    number: "Ticket number",
    numberHelp: "Such as T-1042.",
    as: "How",
    reply: "As a reply of the sender",
    replyHelp:
      "Everybody on the ticket sees it. Its files come along. The sender must be somebody who may reply there.",
    note: "As an internal note",
    noteHelp: "Only staff see it. Files stay with the mail.",
  },
  discard: {
    label: "Discard…",
    title: "Discard this mail?",
    text: "Its text and files are deleted. The sender is not told.",
    submit: "Discard",
    done: "The mail is discarded.",
  },
} as const;

declare module "@/i18n" {
  interface Texts {
    inbound: typeof inbound;
  }
}

addTexts("inbound", inbound);
