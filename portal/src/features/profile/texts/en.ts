/** Words of the profile. */
export const profile = {
  title: "Profile",
  lead: "How we address and reach you, and how dates are shown to you.",
  name: "Name",
  email: "E-mail",
  emailHelp: "You sign in with it. To change it, write to us.",
  phone: "Phone",
  language: "Language",
  region: "Dates and numbers as in",
  regionHelp: "For example {{date}} and {{number}}.",
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
