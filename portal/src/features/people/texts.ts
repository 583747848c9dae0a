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
  awaited: "{{name}} can accept the invitation again. Invite them again if they have no mail.",
  own: "This is you; another administrator would have to disable you.",
  mailStopped: "{{name}} is sent no mail",
  mailStops: {
    bounced: "The last mail to this address came back: there is no such mailbox.",
    complained: "A mail was reported as unwanted.",
  },
  sendAgain: "Send mail again",
  mailAgain: "{{name}} is sent mail again.",
  area: "People",
  areaLead: "Invite colleagues, and open the pages of those who work on tickets.",
  invite: "Invite a colleague",
  name: "Name",
  emailHelp: "The invitation goes there, and they sign in with it.",
  role: "Role",
  roles: {
    agent: "Agent: works on tickets",
    sales: "Sales",
    editor: "Editor: writes articles",
    operations: "Operations: looks after side effects",
    hr: "HR",
    administrator: "Administrator: everything",
    employee: "Employee",
    contractor: "Contractor",
  },
  queues: "Queues",
  queuesHelp: "An agent sees the tickets of these.",
  send: "Send the invitation",
  needName: "Please enter the name.",
  needEmail: "Please enter the e-mail address.",
  needQueue: "Please choose a queue at least.",
  sent: "{{name}} is invited. The link in the mail is good for seven days.",
  sentTitle: "Invited just now",
  agents: "Who can be given tickets",
  noAgents: "Nobody by that name works on tickets.",
  find: "Find a colleague",
  findAct: "Find",
  again: "Invite again",
  sentAgain: "{{name}} is invited again. The link before is of no use any more.",
  invitedNote: "{{name}} has not chosen a password yet. The link in the mail is good for seven days.",
  stale: "Somebody changed this person in the meantime. Here is the newest version.",
} as const;

declare module "@/i18n" {
  interface Texts {
    people: typeof people;
  }
}

addTexts("people", people);
