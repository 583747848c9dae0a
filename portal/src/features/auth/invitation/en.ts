/** The words of accepting an invitation. */
export const invitation = {
  title: "Choose your password",
  lead: "From now on you will sign in with it to the portal of {{company}}",
  other: "You are signed in as {{email}}. Going on ends that in this browser.",
  password: "Password",
  rule: "At least {{count}} characters, of any kind. A short sentence is easy to remember.",
  short: "Please choose a password of at least {{count}} characters.",
  submit: "Save and sign in",
  over: "This invitation is not good any more. It was used, is too old, or you have been sent a newer one. Ask whoever invited you for a new one.",
  incomplete: "This link is not complete. Open it from the mail once more, or copy all of it.",
  signIn: "You have a password already? Sign in",
  throttled_one: "Too many tries. Please wait {{count}} minute and try again.",
  throttled_other: "Too many tries. Please wait {{count}} minutes and try again.",
  help: "Questions? Write to {{email}} or call {{phone}}.",
  helpMail: "Questions? Write to {{email}}.",
} as const;
