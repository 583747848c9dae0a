/**
 * What this tab keeps while it is at the page of the company's identity provider. Another tab or browser cannot finish,
 * so the address that the provider returns to is of no use to anybody else.
 */
const KEPT = "portico:provider";

export interface Begun {
  /** Secret of the sign-in that was begun. */
  secret: string;
  /** Address in the portal to go to afterwards. */
  to: string;
}

export function keepBegun(begun: Begun): void {
  sessionStorage.setItem(KEPT, JSON.stringify(begun));
}

/** Returns what was kept. */
export function keptBegun(): Begun | null {
  try {
    const kept = sessionStorage.getItem(KEPT);
    const begun = kept === null ? null : (JSON.parse(kept) as Begun);
    return begun && new URL(begun.to, location.origin).origin === location.origin ? begun : null;
  } catch {
    return null;
  }
}

export function forgetBegun(): void {
  sessionStorage.removeItem(KEPT);
}
