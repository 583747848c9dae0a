/** A person's name and whose side they are on, so that nobody passes for staff by what they are called. */
import classes from "./Named.module.css";

interface SideProps {
  /** The side in words. */
  side: string;
  /** Whether it is the company's own. */
  ours?: boolean;
}

export function Side({ side, ours }: SideProps) {
  return (
    <span className={classes.side} data-ours={ours || undefined}>
      {side}
    </span>
  );
}

export function Named({ name, strong, ...side }: SideProps & { name: string; strong?: boolean }) {
  const Name = strong ? "strong" : "span";
  return (
    <>
      <Name className={classes.name}>{name}</Name> <Side {...side} />
    </>
  );
}
