/**
 * A person's name and whose side they are on, so that nobody passes for staff by what they are called. The side is left
 * out only where a label says it, such as "Opened by".
 */
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

interface Props extends Partial<SideProps> {
  name: string;
  strong?: boolean;
}

export function Named({ name, strong, side, ...more }: Props) {
  const Name = strong ? "strong" : "span";
  const shown = <Name className={classes.name}>{name}</Name>;
  if (!side) return shown;
  return (
    <>
      {shown} <Side side={side} {...more} />
    </>
  );
}
