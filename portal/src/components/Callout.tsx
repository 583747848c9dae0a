/** A framed remark on the page: something to know, to do or to mend. */
import type { Icon } from "@tabler/icons-react";
import type { ReactNode } from "react";
import classes from "./Callout.module.css";

interface Props {
  tint: "info" | "attention" | "success" | "danger";
  icon: Icon;
  title?: string;
  label?: string;
  alert?: boolean;
  children?: ReactNode;
}

export function Callout({ tint, icon: Sign, title, label, alert, children }: Props) {
  return (
    <section
      className={classes.callout}
      data-tint={tint}
      role={alert ? "alert" : undefined}
      aria-label={label}
    >
      <Sign size={20} aria-hidden className={classes.sign} />
      <div className={classes.body}>
        {title && <strong>{title}</strong>}
        {children}
      </div>
    </section>
  );
}
