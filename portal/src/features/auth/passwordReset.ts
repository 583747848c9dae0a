/** Words of setting a new password by a link in a mail. */
import { addTexts } from "@/i18n";

export const passwordReset = {
  title: "Choose a new password",
  askLead: "We send you a mail with a link to choose a new password.",
  send: "Send the mail",
  sent: "If somebody signs in with {{email}}, a mail is on its way there. The link in it is good for an hour. It can take a minute; please look among unwanted mail too.",
  sendAgain: "Send it again",
  lead: "You will be signed out everywhere, and sign in with the new password.",
  password: "New password",
  rule: "At least {{count}} characters, of any kind. A short sentence is easy to remember.",
  short: "Please choose a password of at least {{count}} characters.",
  submit: "Save the password",
  saved: "Your new password is saved. You can sign in with it now.",
  over: "This link is not good any more. It was used, is older than an hour, or your password was changed. Have a new one sent.",
  newLink: "Send a new link",
  signIn: "Go to sign in",
  throttled_one: "Too many tries. Please wait {{count}} minute and try again.",
  throttled_other: "Too many tries. Please wait {{count}} minutes and try again.",
  help: "Questions? Write to {{email}} or call {{phone}}.",
  helpMail: "Questions? Write to {{email}}.",
} as const;

declare module "@/i18n" {
  interface Texts {
    passwordReset: typeof passwordReset;
  }
}

addTexts("passwordReset", passwordReset);
