/**
 * A message in plain Markdown. It is read as written until the part that draws Markdown has arrived, and whenever it
 * cannot be drawn.
 */
import { lazy, Suspense } from "react";
import { Boundary } from "./Boundary";
import classes from "./Prose.module.css";

const Drawn = lazy(() => import("./DrawnMessage"));

export function Message({ text }: { text: string }) {
  const written = <div className={classes.plain}>{text}</div>;
  return (
    <Boundary key={text} instead={written}>
      <Suspense fallback={written}>
        <Drawn text={text} />
      </Suspense>
    </Boundary>
  );
}
