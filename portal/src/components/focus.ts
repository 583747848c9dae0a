/** Return of the focus when a dialog closes. */
import { useEffect, useState } from "react";

/** Returns the element that opened a dialog: for an entry of a menu, the button of the menu, which stays. */
function openerOf(element: Element | null): Element | null {
  const menu = element?.closest("[role=menu]");
  return menu?.id ? document.querySelector(`[aria-controls="${CSS.escape(menu.id)}"]`) : element;
}

const lost = () => document.activeElement === null || document.activeElement === document.body;

function giveBack(opener: Element | null): void {
  // The next dialog or field has the focus already.
  if (!lost()) return;
  for (const place of [opener, document.getElementById("content")]) {
    if (!(place instanceof HTMLElement) || !place.isConnected) continue;
    place.focus({ preventScroll: true });
    if (place === document.body || !lost()) return;
  }
}

/** Gives the focus back to what had it before the component was drawn; to the page if that is gone or cannot have it. */
export function useFocusBack(): void {
  const [opener] = useState(() => openerOf(document.activeElement));
  useEffect(
    () => () => {
      // The dialog is still on the page here.
      setTimeout(giveBack, 0, opener);
    },
    [opener],
  );
}
