/** Words of the home page and of arranging it. */
import { addTexts } from "@/i18n";

export const home = {
  title: "Hello, {{name}}",
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
    asked: "wait for the other side",
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
  products: "Your products",
  supportUntil: "In support until {{date}}",
  onlyWaiting: {
    ticket: "All your other tickets are closed.",
    request: "All your other requests are closed.",
  },
  onlyYours: "The most urgent ones are yours.",
  widget: {
    submit_ticket: "Submit a New Ticket",
    my_tickets: "My Tickets",
    find_answer: "Find an answer",
    articles: "Latest articles",
    my_work: "My work",
    queue: "Most urgent in the queues",
    failed_jobs: "Failed jobs",
  },
  /** What partners and employees call the same parts. */
  request: { submit_ticket: "Ask for support", my_tickets: "My requests" },
  submitText: {
    ticket: "Something does not work, or you need something? Tell us; we answer by e-mail and here.",
    request: "You need something from us, or something does not work? Tell us; we answer by e-mail and here.",
  },
  findHint: "Search answers or a ticket number",
  findHintAnswers: "Search answers",
  all: "Show all",
  noTickets: {
    ticket: "No active tickets. What you submit appears here.",
    request: "No active requests. What you ask us appears here.",
  },
  noArticles: "No articles yet.",
  noWork: "Nothing is assigned to you. Take a ticket from the queue.",
  noQueue: "Nothing is waiting in your queues.",
  noQueues: "Nothing is waiting in any queue.",
  noFailedJobs: "No job has failed.",
  empty: "Your home page is empty",
  emptyText: "You have hidden every part of it. Choose what to show under Layout.",
  arrange: "Arrange this page",
  layoutTitle: "Layout",
  layoutLead: "Choose what your home page shows and in which order. It is the same on all your devices.",
  up: "Move {{name}} up",
  down: "Move {{name}} down",
  show: "Show {{name}}",
  hidden: "Hidden",
  drag: "Drag to move",
  moved: "{{name}} is now at place {{place}} of {{count}}.",
  saved: "Your home page is saved.",
  save: "Save layout",
  reset: "Undo changes",
  stale: "Your layout was changed in another window. You now see that one; please arrange it again.",
  preview: "As you will see it",
} as const;

declare module "@/i18n" {
  interface Texts {
    home: typeof home;
  }
}

addTexts("home", home);
