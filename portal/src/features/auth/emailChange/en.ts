/** Words of confirming a new e-mail address by a link in a mail. */
export const emailChange = {
  title: "Confirm your new e-mail address",
  lead: "You sign in with this address from then on, and our mails go there. You will be signed out on your other devices.",
  submit: "Confirm the address",
  confirmed: "Your e-mail address is changed. You sign in with it from now on.",
  over: "This link is not good any more. It was used, is older than a day, or there is a newer one. Ask for a new one on your profile.",
  taken: "Somebody else signs in with this address now. Your address stays as it is.",
  toPortal: "Go to the portal",
  throttled_one: "Too many tries. Please wait {{count}} minute and try again.",
  throttled_other: "Too many tries. Please wait {{count}} minutes and try again.",
  help: "Questions? Write to {{email}} or call {{phone}}.",
  helpMail: "Questions? Write to {{email}}.",
} as const;
