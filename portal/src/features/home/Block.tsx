/** A part of the home page: its name, how many things are in it, the way to all of them, and the things on a panel. */
import type { ReactNode } from "react";
import { Boundary } from "@/components/Boundary";
import { BrokenPart } from "@/components/states";
import classes from "./HomePage.module.css";

interface Props {
  /** The widget it is; a part that cannot be arranged has no id. */
  id?: string;
  title: string;
  /** The name is for those who do not see what the part is. */
  bare?: boolean;
  count?: number | string | undefined;
  more?: ReactNode;
  /** How wide it is: the whole page, two thirds of it, or one. */
  size: "full" | "wide" | "narrow";
  children: ReactNode;
}

export function Block({ id, title, bare, count, more, size, children }: Props) {
  return (
    <section className={classes.block} data-widget={id} data-size={size}>
      <div className={bare ? classes.hidden : classes.head}>
        <h2 className={classes.title}>{title}</h2>
        {count !== undefined && count !== 0 && <span className={classes.count}>{count}</span>}
        {more && <span className={classes.more}>{more}</span>}
      </div>
      <Boundary instead={<BrokenPart />}>{children}</Boundary>
    </section>
  );
}
