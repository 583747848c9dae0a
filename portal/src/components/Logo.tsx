/** The mark of the company: the first letter of its name on its colour. */
import classes from "./Logo.module.css";

interface Props {
  name?: string | undefined;
  /** Width and height in pixels. */
  size?: number;
}

export function Logo({ name, size = 30 }: Props) {
  const letter = [...(name ?? "").replace(/[^\p{L}\p{N}]/gu, "")][0]?.toUpperCase();
  return (
    <span className={classes.mark} style={{ width: size, height: size, fontSize: size / 2 }} aria-hidden>
      {letter}
    </span>
  );
}
