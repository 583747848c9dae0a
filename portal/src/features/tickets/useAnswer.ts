/** The way from the head of a ticket's page to its composer. */
import { useCallback, useEffect, useRef } from "react";

/** Part of the address that leads to the composer. */
export const ANSWER = "answer";

/**
 * Returns the place of the composer, and a function that brings it into view and begins to write in it. An address that
 * leads there waits until the page is `complete`, since a part that comes later would move it.
 */
export function useAnswer(complete: boolean) {
  const place = useRef<HTMLDivElement>(null);
  const answer = useCallback(() => {
    place.current?.scrollIntoView?.({ block: "center" });
    place.current?.querySelector("textarea")?.focus({ preventScroll: true });
  }, []);
  useEffect(() => {
    if (!complete || location.hash !== `#${ANSWER}`) return;
    const frame = requestAnimationFrame(answer);
    return () => cancelAnimationFrame(frame);
  }, [complete, answer]);
  return { place, answer };
}
