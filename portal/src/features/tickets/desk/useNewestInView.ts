/** Keeps the newest message of a conversation in view, unless somebody reads further up. */
import { useEffect, useRef } from "react";

/** As near to the end as counts for being there, in pixels. */
const NEAR = 60;

/** For a box that scrolls and what flows in it; `newest` is the message that has to be seen. */
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
