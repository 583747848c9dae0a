/** Words of signing in through the company's identity provider. */
export const company = {
  title: "Sign in with your company account",
  lead: "You sign in on your company's own page and come back here.",
  begin: "Continue with {{label}}",
  finishing: "We are signing you in.",
  again: "Try again",
  otherWays: "Sign in another way",
  turnedBack: "You did not sign in there. You can try again, or sign in another way.",
  over: "This sign-in is over: it was used, took too long, or began in another window. Please begin again.",
  noAccess: "This account does not let you in here. Sign in another way, or ask {{company}} to let you in.",
  unavailable: "Your company's sign-in page does not answer. Please try again in a moment.",
  throttled_one: "Too many tries. Please wait {{count}} minute and try again.",
  throttled_other: "Too many tries. Please wait {{count}} minutes and try again.",
  help: "Trouble signing in? Write to {{email}} or call {{phone}}.",
  helpMail: "Trouble signing in? Write to {{email}}.",
} as const;
