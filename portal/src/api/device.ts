/**
 * What this device keeps of a person between visits: what they typed and did not send, a submission under way, and what
 * they looked for. It is kept under the person's id, so that nobody is shown another's, and it goes when they sign out,
 * for the device may not be theirs alone. A session that merely ends leaves it: they come back to it.
 */

const DRAFT = "portico:draft:";
const SUBMISSION = "portico:submission:";

const SESSION = "portico:session";

/** Notes that somebody is signed in on this device, and nothing of who or how, so that a visitor is not asked for. */
export function markSession(here: boolean): void {
  try {
    if (here) localStorage.setItem(SESSION, "here");
    else localStorage.removeItem(SESSION);
  } catch {
    // A device that refuses to keep anything is asked each time.
  }
}

/** Whether somebody may be signed in on this device. */
export function hasSession(): boolean {
  try {
    return localStorage.getItem(SESSION) !== null;
  } catch {
    return true;
  }
}

/** Where a person's draft of a form stands. */
export function draftPlace(person: string, form: string): string {
  return `${DRAFT}${person}:${form}`;
}

/** Where a person's submission under way stands. */
export function submissionPlace(person: string): string {
  return `${SUBMISSION}${person}`;
}

const RECENT = "portico:recent:";

/** Where it stands what a person chose in the search before, in each hat. */
export function recentPlace(person: string, hat: string): string {
  return `${RECENT}${person}:${hat}`;
}

/** Forgets what this device keeps of a person. */
export function forgetPerson(person: string): void {
  try {
    const own = Object.keys(localStorage).filter(
      (place) =>
        place.startsWith(draftPlace(person, "")) ||
        place.startsWith(recentPlace(person, "")) ||
        `${place}:`.startsWith(`${submissionPlace(person)}:`),
    );
    for (const place of own) localStorage.removeItem(place);
  } catch {
    // A device that refuses to keep anything has kept nothing.
  }
}

/**
 * Where the views stand that a person saved of a list, each hat its own. They stay when the person signs out, or they
 * would not be saved; there is nothing in them but names and filters, and nobody else is shown them.
 */
export function viewsPlace(person: string, hat: string, list: string): string {
  return `portico:views:${person}:${hat}:${list}`;
}
