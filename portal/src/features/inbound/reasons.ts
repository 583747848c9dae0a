/** Reasons why a mail joined no ticket, by the list that has it. */

/** Mails that nobody wrote by hand. */
export const AUTOMATIC = ["auto_reply", "bounce", "loop", "mailing_list"] as const;

/** Mails that wait for a person. */
export const BY_HAND = [
  "unknown_address",
  "other_sender",
  "not_active",
  "not_allowed",
  "ticket_closed",
  "empty",
  "too_long",
  "too_large",
  "unreadable",
  "harmful",
  "too_many",
  "too_many_files",
] as const;
