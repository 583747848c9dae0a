/** A state as icon, word and tint; never by colour alone. */
import classes from "./Status.module.css";
import { type Look, severityLook, stateLook } from "./status";

function Badge({ look, label, plain }: { look: Look; label: string; plain?: boolean }) {
  const Sign = look.icon;
  return (
    <span className={plain ? classes.plain : classes.badge} data-tint={look.tint}>
      <Sign size={15} stroke={2} aria-hidden className={classes.sign} />
      <span className={classes.word}>{label}</span>
    </span>
  );
}

interface StatusProps {
  state: string;
  label: string;
  /** Drawn without a background, within a line of text. */
  plain?: boolean;
}

export function Status({ state, label, plain }: StatusProps) {
  return <Badge look={stateLook(state)} label={label} plain={plain ?? false} />;
}

export function SeverityMark({ severity, label }: { severity: string; label: string }) {
  return <Badge look={severityLook(severity)} label={label} plain />;
}
