/** Words of signing in by a code, and of the second step. */
export const signInSteps = {
  codeLead: "We send a code to your e-mail address. It is good for ten minutes.",
  sendCode: "Send the code",
  codeSent:
    "If somebody signs in with {{email}}, a code is on its way there. It can take a minute; please look among unwanted mail too.",
  code: "Code from the mail",
  needCode: "Please enter the six digits.",
  codeFailed:
    "This code is not right, was used already, or is too old. Please check it, or have a new one sent.",
  newCode: "Send a new code",
  byPassword: "Sign in with the password",
  secondLead: "Open your authenticator app and enter the code that it shows for this portal.",
  secondCode: "Code",
  secondHelp: "Without your device, enter one of your recovery codes.",
  needSecondCode: "Please enter the code of your app, or a recovery code.",
  secondFailed: "This code is not right, or it was used already. Please wait for the next one and try again.",
  secondOver: "This took too long. Please start again.",
  startAgain: "Start again",
  throttled_one: "Too many tries. Please wait {{count}} minute and try again.",
  throttled_other: "Too many tries. Please wait {{count}} minutes and try again.",
} as const;
