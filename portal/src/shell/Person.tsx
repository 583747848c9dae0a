/** The button that says who is here; its menu arrives when somebody reaches for it. */
import { lazy, Suspense, useState } from "react";
import { PersonButton } from "./PersonButton";
import type { PersonMenuProps } from "./PersonMenu";

const load = () => import("./PersonMenu");
const Menu = lazy(load);
const soon = () => void load().catch(() => undefined);

export function Person(props: PersonMenuProps) {
  const [asked, setAsked] = useState(false);
  const button = (
    <PersonButton
      aria-haspopup="menu"
      aria-expanded={false}
      onPointerEnter={soon}
      onFocus={soon}
      onClick={() => setAsked(true)}
    />
  );
  if (!asked) return button;
  return (
    <Suspense fallback={button}>
      <Menu {...props} />
    </Suspense>
  );
}
