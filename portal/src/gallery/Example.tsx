/** The frame of a component on the page of the kit. */
import type { ReactNode } from "react";
import classes from "./gallery.module.css";

/** No landmark itself, so that the shown component can be one, as on a page. */
export function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={classes.section}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

interface Props {
  /** The component, and the state it is in. */
  of: string;
  /** Side by side, for small ones. */
  row?: boolean;
  children: ReactNode;
}

export function Example({ of, row, children }: Props) {
  return (
    <figure className={classes.example}>
      <figcaption className={classes.name}>{of}</figcaption>
      <div className={row ? classes.row : classes.body}>{children}</div>
    </figure>
  );
}
