/** Words of the tickets on the home page. */
import { addTexts } from "@/i18n";

export const ticketsHome = {
  waits: {
    nothing: "Nothing waits for you.",
    ticket_one: "{{count}} ticket waits for you.",
    ticket_other: "{{count}} tickets wait for you.",
    request_one: "{{count}} request waits for you.",
    request_other: "{{count}} requests wait for you.",
  },
  yours_one: "{{count}} ticket is yours",
  yours_other: "{{count}} tickets are yours",
  yoursLate_one: ", {{count}} of them late",
  yoursLate_other: ", {{count}} of them late",
  day: {
    late: "late",
    soon: "due within 24 hours",
    asked: "wait for an answer",
    solved: "solved, to be confirmed",
  },
  needsYou: "Needs you",
  weAsk: "We asked you something",
  isSolved: "Is it solved?",
  answer: "Answer",
  answerOf: "Answer {{number}}",
  yes: "Yes, solved",
  yesOf: "Yes, solved: {{number}}",
  no: "No",
  noOf: "No, not solved: {{number}}",
  you: "you",
  nobody: "nobody yet",
  onlyWaiting: {
    ticket: "All your other tickets are closed.",
    request: "All your other requests are closed.",
  },
  onlyYours: "The most urgent ones are yours.",
  submitText: {
    ticket: "Something does not work, or you need something? Tell us; we answer by e-mail and here.",
    request: "You need something from us, or something does not work? Tell us; we answer by e-mail and here.",
  },
  none: {
    ticket: "No active tickets. What you submit appears here.",
    request: "No active requests. What you ask us appears here.",
  },
  noWork: "Nothing is assigned to you. Take a ticket from the queue.",
  noQueue: "Nothing is waiting in your queues.",
  noQueues: "Nothing is waiting in any queue.",
} as const;

declare module "@/i18n" {
  interface Texts {
    ticketsHome: typeof ticketsHome;
  }
}

addTexts("ticketsHome", ticketsHome);
