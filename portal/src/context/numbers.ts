/** Ticket numbers in what somebody typed. */

const NUMBER = /^\s*t-?(\d{1,12})\s*$/i;
const DIGITS = /^\s*(\d{1,12})\s*$/;

/** The ticket number in what was typed, in its written form, or null. */
export function ticketNumber(text: string): string | null {
  const digits = NUMBER.exec(text)?.[1];
  return digits ? `T-${digits}` : null;
}

/** The same where a ticket is asked for, or may be: the letter may be left out. */
export function numberOrDigits(text: string): string | null {
  const digits = DIGITS.exec(text)?.[1];
  return digits ? `T-${digits}` : ticketNumber(text);
}
