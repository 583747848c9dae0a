/** A state as icon, word and tint; never by colour alone. */
import classes from "./Status.module.css";
import { type Look, severityLook, stateLook } from "./status";
import { useServerWords } from "./useServerWords";

interface BadgeProps {
  look: Look;
  label: string;
  plain?: boolean;
  folds?: boolean;
  bare?: boolean;
}

function Badge({ look, label, plain, folds, bare }: BadgeProps) {
  const Sign = look.icon;
  if (bare)
    return (
      <span className={classes.plain} data-tint={look.tint} title={label}>
        <Sign size={15} stroke={2} role="img" aria-label={label} className={classes.sign} />
      </span>
    );
  if (folds)
    return (
      <span className={classes.plain} data-folds title={label}>
        <Sign size={15} stroke={2} aria-hidden className={classes.sign} />
        <span className={classes.word}>{label}</span>
      </span>
    );
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
  /** Drawn without a colour in a list that is a container; where that is narrow, the word is for screen readers only. */
  folds?: boolean;
}

export function Status({ state, label, plain, folds }: StatusProps) {
  return <Badge look={stateLook(state)} label={label} plain={plain ?? false} folds={folds ?? false} />;
}

interface SeverityProps {
  severity: string;
  label: string;
  /** Drawn as its icon alone, which has the word as its name. */
  bare?: boolean;
}

export function SeverityMark({ severity, label, bare }: SeverityProps) {
  const words = useServerWords();
  const own = words.say(`severity.${severity}`, label);
  return <Badge look={severityLook(severity)} label={own} plain bare={bare ?? false} />;
}
