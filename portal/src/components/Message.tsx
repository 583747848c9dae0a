/**
 * A message in plain Markdown. It is read as written until the part that draws Markdown has arrived, and whenever it
 * cannot be drawn.
 */
import { lazy, Suspense } from "react";
import { Boundary } from "./Boundary";
import classes from "./Prose.module.css";

const Drawn = lazy(() => import("./DrawnMessage"));

/** Marks on one letter. No script needs more, and a browser takes the square of their number to place them. */
const STACKED = /(\p{M}{8})\p{M}+/gu;

export function legible(text: string): string {
  return text.replace(STACKED, "$1");
}

export function Message({ text: sent }: { text: string }) {
  const text = legible(sent);
  const written = <div className={classes.plain}>{text}</div>;
  return (
    <Boundary key={text} instead={written}>
      <Suspense fallback={written}>
        <Drawn text={text} />
      </Suspense>
    </Boundary>
  );
}
