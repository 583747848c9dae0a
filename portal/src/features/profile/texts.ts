/** Words of the profile. */
import { addTexts } from "@/i18n";

export const profile = {
  title: "Profile",
  lead: "How we address and reach you, how dates are shown to you, and how you sign in.",
  name: "Name",
  email: "E-mail",
  emailHelp: "You sign in with it. To change it, write to us.",
  phone: "Phone",
  locale: "Language and formats",
  zone: "Time zone",
  zoneHelp: "Due times are shown in this zone.",
  save: "Save profile",
  saved: "Your profile is saved.",
  stale:
    "Your profile was changed in another window. The newest version is below; please check and save again.",
  needName: "Please enter your name.",
  roles: "Your roles",
  current: "on now",
  password: "Password",
  oldPassword: "Present password",
  newPassword: "New password",
  passwordRule: "At least {{count}} characters, of any kind. A short sentence is easy to remember.",
  passwordShort: "Please choose a password of at least {{count}} characters.",
  needPassword: "Please enter your present password.",
  wrongPassword: "This is not your present password. Please check it and try again.",
  samePassword: "This is the password you have already. Please choose another one.",
  passwordEffect: "You will be signed out everywhere else, and we will confirm the change by mail.",
  changePassword: "Change password",
  passwordChanged: "Your password is changed. You are signed out everywhere else.",
  throttled_one: "Too many tries. Please wait {{count}} minute and try again.",
  throttled_other: "Too many tries. Please wait {{count}} minutes and try again.",
  sessions: "Where you are signed in",
  sessionsLead: "End what you do not recognise, and then change your password.",
  deviceOn: "{{browser}} on {{system}}",
  unknownDevice: "Unknown device",
  thisDevice: "This device",
  lastUsed: "Last used",
  place: "from {{place}}",
  endSession: "Sign out",
  endSessionOf: "Sign out {{device}}, from {{place}}",
  sessionEnded: "{{device}} is signed out.",
  endOthers: "Sign out everywhere else",
  othersEnded: "You are signed out everywhere else.",
  secondStep: "Second step of signing in",
  secondLead:
    "After your password we ask for a code of an app on your phone. Whoever learns your password cannot sign in with it alone.",
  secondOff: "Off",
  secondOn: "On: we ask for a code of your app when you sign in.",
  setUp: "Set it up",
  setUpPassword: "Your password",
  setUpPasswordHelp: "So that nobody else sets it up on a device that you left open.",
  goOn: "Go on",
  cancelSetUp: "Cancel",
  scan: "Scan this picture with an authenticator app, such as Google Authenticator, Microsoft Authenticator or 2FAS.",
  qr: "QR code for your authenticator app",
  orType: "Or type this key into the app:",
  copyKey: "Copy the key",
  copied: "Copied",
  appCode: "Code that the app shows",
  needCode: "Please enter the six digits that the app shows.",
  wrongCode: "This code is not right. Check the time of your phone, wait for the next code and try again.",
  turnOn: "Turn it on",
  turnedOn: "The second step is on.",
  codesTitle: "Your recovery codes",
  codesLead:
    "Without your phone, each of these signs you in once. They are shown only now: print them or keep them where you keep your passwords.",
  copyCodes: "Copy",
  printCodes: "Print",
  codesKept: "I have kept them",
  turnOff: "Turn it off",
  turnOffLead: "Signing in then takes your password alone. Confirm it with your password.",
  turnedOff: "The second step is off.",
  secondGone: "This is not possible any more: it was changed in another window. You now see how it is.",
} as const;

declare module "@/i18n" {
  interface Texts {
    profile: typeof profile;
  }
}

addTexts("profile", profile);
