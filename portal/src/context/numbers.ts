/** Ticket numbers in typed text. */

const NUMBER = /^\s*t-?(\d{1,12})\s*$/i;
const DIGITS = /^\s*(\d{1,12})\s*$/;

/** Returns the ticket number in a typed text, in its standard spelling, or null. */
export function ticketNumber(text: string): string | null {
  const digits = NUMBER.exec(text)?.[1];
  return digits ? `T-${digits}` : null;
}

/** Returns the ticket number where a ticket may be meant: the letter may be left out. */
export function numberOrDigits(text: string): string | null {
  const digits = DIGITS.exec(text)?.[1];
  return digits ? `T-${digits}` : ticketNumber(text);
}
