/** A message in plain Markdown. It is read as written until the part that draws Markdown has arrived. */
import { lazy, Suspense } from "react";
import classes from "./Prose.module.css";

const Drawn = lazy(() => import("./DrawnMessage"));

export function Message({ text }: { text: string }) {
  return (
    <Suspense fallback={<div className={classes.plain}>{text}</div>}>
      <Drawn text={text} />
    </Suspense>
  );
}
