/** Keeps the newest message of a conversation in view, unless somebody reads further up. */
import { useEffect, useRef } from "react";

/** Largest distance from the end that counts as being there, in pixels. */
const NEAR = 60;

/** Returns refs for a scrolling box and its content; `newest` is the message to keep in view. */
export function useNewestInView(newest: string | undefined) {
  const box = useRef<HTMLDivElement>(null);
  const flow = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const [outer, inner] = [box.current, flow.current];
    if (newest === undefined || !outer || !inner) return;
    let following = true;
    const toEnd = () => {
      if (following) outer.scrollTop = outer.scrollHeight;
    };
    const onScroll = () => {
      following = outer.scrollHeight - outer.scrollTop - outer.clientHeight < NEAR;
    };
    // Messages are drawn a little later than their box, and a growing answer takes room from them.
    const observer = new ResizeObserver(toEnd);
    observer.observe(inner);
    observer.observe(outer);
    outer.addEventListener("scroll", onScroll, { passive: true });
    toEnd();
    return () => {
      observer.disconnect();
      outer.removeEventListener("scroll", onScroll);
    };
  }, [newest]);
  return { box, flow };
}
