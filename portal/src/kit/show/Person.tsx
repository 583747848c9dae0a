/** A person: initials, the name with the side they are on, and how to reach them. */
import type { ReactNode } from "react";
import { initials } from "@/components/initials";
import classes from "./show.module.css";

interface InitialsProps {
  name: string;
  /** Tints the initials: the company's own people, internal notes, or the signed-in person. */
  tint?: "ours" | "note" | "self" | undefined;
}

/** Initials in a circle, tinted by the side of the person. */
export function Initials({ name, tint }: InitialsProps) {
  return (
    <span className={classes.initials} data-tint={tint} aria-hidden>
      {initials(name)}
    </span>
  );
}

interface Props {
  name: string;
  /** The name with the side, where the side is known. */
  named?: ReactNode;
  ours?: boolean;
  /** Below the name, each on a line of its own. */
  children?: ReactNode;
}

export function Person({ name, named, ours, children }: Props) {
  return (
    <div className={classes.person}>
      <Initials name={name} tint={ours ? "ours" : undefined} />
      <div className={classes.words}>
        <span>{named ?? name}</span>
        {children}
      </div>
    </div>
  );
}
