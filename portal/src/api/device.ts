/**
 * Storage keys of a person's data on this device: drafts, a submission under way, recent searches, saved views. Each
 * key holds the person's ID, so that nobody sees another's. Signing out deletes all but the views, since others may
 * use the device. A session that expires deletes nothing.
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

/** Storage key of a person's draft of a form. */
export function draftPlace(person: string, form: string): string {
  return `${DRAFT}${person}:${form}`;
}

/** Storage key of a person's submission under way. */
export function submissionPlace(person: string): string {
  return `${SUBMISSION}${person}`;
}

const RECENT = "portico:recent:";

/** Storage key of recent searches. */
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
 * Storage key of a person's saved views of a list, one for each hat. Signing out keeps them: they hold only names and
 * filters, and are shown to that person alone.
 */
export function viewsPlace(person: string, hat: string, list: string): string {
  return `portico:views:${person}:${hat}:${list}`;
}
