/** Words of the canned replies page. */
import { addTexts } from "@/i18n";

export const canned = {
  title: "Canned replies",
  lead: "Answers written once and used again. Agents put them into a reply and send it as theirs.",
  which: "Which canned replies",
  state: { offered: "Offered", retired: "Retired" },
  none: { offered: "No canned replies yet", retired: "Nothing is retired" },
  noneText: {
    offered: "Answers that are needed again and again are kept here, for a queue or for all.",
    retired: "Canned replies that are no longer offered appear here. They can be offered again.",
  },
  name: "Name",
  nameHelp: "Agents choose by this name. It is not part of the reply.",
  text: "Text",
  textHelp: "Goes into the reply as it stands. The agent can change it there before sending.",
  queue: "Queue",
  queueHelp: "Only whoever works on this queue is offered it.",
  allQueues: "All queues",
  changed: "Last change",
  acts: "Change or retire",
  write: {
    label: "Write a canned reply",
    title: "Write a canned reply",
    submit: "Save canned reply",
    done: "The canned reply is saved and offered.",
  },
  change: {
    label: "Change…",
    title: "Change “{{name}}”",
    submit: "Save changes",
    done: "The canned reply is changed.",
  },
  offer: {
    label: "Offer again…",
    title: "Offer “{{name}}” again",
    submit: "Offer again",
    done: "The canned reply is offered again.",
  },
  retire: "Retire",
  retired: "“{{name}}” is no longer offered.",
  stale: "Somebody changed this canned reply in the meantime. Please check the list and try again.",
} as const;

declare module "@/i18n" {
  interface Texts {
    canned: typeof canned;
  }
}

addTexts("canned", canned);
