/** Words of the profile. */
import { addTexts } from "@/i18n";

export const profile = {
  title: "Profile",
  lead: "How we address and reach you, and how dates are shown to you.",
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
} as const;

declare module "@/i18n" {
  interface Texts {
    profile: typeof profile;
  }
}

addTexts("profile", profile);
