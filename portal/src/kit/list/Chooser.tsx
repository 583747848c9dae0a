/** Checkbox that selects a row. */
import type { KeyboardEvent } from "react";
import classes from "./Chooser.module.css";

interface Props {
  name: string;
  checked: boolean;
  /** Whether some rows, but not all, are chosen. */
  some?: boolean;
  /** `run` is whether Shift was held. */
  onToggle: (run: boolean) => void;
}

export function Chooser({ name, checked, some = false, onToggle }: Props) {
  return (
    <label className={classes.box}>
      <input
        type="checkbox"
        aria-label={name}
        checked={checked}
        ref={(box) => {
          if (box) box.indeterminate = some && !checked;
        }}
        onChange={(event) => onToggle((event.nativeEvent as MouseEvent).shiftKey === true)}
      />
    </label>
  );
}

/** Chooses the row that has the focus by x, and by Shift and x, a run, all rows since the last one. */
export function chooseByKey(event: KeyboardEvent, toggle: (run: boolean) => void): void {
  if (event.key.toLowerCase() !== "x" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target instanceof HTMLElement && event.target.matches("input:not([type=checkbox]), textarea"))
    return;
  // Events of a dialog reach the row that opened it, by way of React.
  if (!event.currentTarget.contains(event.target as Node)) return;
  event.preventDefault();
  toggle(event.shiftKey);
}
