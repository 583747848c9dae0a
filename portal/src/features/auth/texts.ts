/** Words of signing in and out. */
import { addTexts } from "@/i18n";

export const auth = {
  title: "Sign in",
  lead: "Support, tickets and answers of {{company}}",
  left: "You are signed out.",
  email: "E-mail",
  password: "Password",
  submit: "Sign in",
  failed: "E-mail or password is not right. Please check both and try again.",
  throttled_one: "Too many tries. Please wait {{count}} second and try again.",
  throttled_other: "Too many tries. Please wait {{count}} seconds and try again.",
  needEmail: "Please enter your e-mail address.",
  wrongEmail: "This is not a whole e-mail address. It looks like name@company.com.",
  needPassword: "Please enter your password.",
  help: "Trouble signing in? Write to {{email}} or call {{phone}}.",
  helpMail: "Trouble signing in? Write to {{email}}.",
  againTitle: "Please sign in again",
  againLead: "Your session has ended. Sign in and continue where you were; what you typed is still here.",
  againOther: "You were signed in as {{email}}.",
  againSubmit: "Sign in and continue",
  leave: "Sign out instead",
  byCode: "Send me a code instead",
  forgotten: "Forgotten your password?",
} as const;

declare module "@/i18n" {
  interface Texts {
    auth: typeof auth;
  }
}

addTexts("auth", auth);
