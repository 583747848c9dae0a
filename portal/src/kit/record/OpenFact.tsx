/** Fact of a record whose value is changed in a dialog: a button that opens it. */
import { IconPencil } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { Fact } from "@/components/Facts";
import hidden from "@/components/hidden.module.css";
import classes from "./EditFact.module.css";

interface Props {
  name: string;
  /** Name of the act, for screen readers: "Change serial number". */
  label: string;
  busy?: boolean;
  onOpen: () => void;
  /** The value as the record shows it. */
  children: ReactNode;
}

export function OpenFact({ name, label, busy, onOpen, children }: Props) {
  return (
    <Fact name={name}>
      <button type="button" className={classes.value} disabled={busy} aria-haspopup="dialog" onClick={onOpen}>
        <span className={hidden.hidden}>{label} </span>
        <span className={classes.shown}>{children}</span>
        <IconPencil size={14} className={classes.pencil} aria-hidden />
      </button>
    </Fact>
  );
}
