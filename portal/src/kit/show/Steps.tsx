/** Progress of a record through its states, or of a form through its parts: side by side, or one below another. */
import { IconAlertTriangle, IconCheck, IconPointFilled } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import hidden from "@/components/hidden.module.css";
import classes from "./Steps.module.css";
import "./texts";

/** `ahead` is a step that is still to come. */
export type StepState = "done" | "now" | "ahead" | "failed";

export interface Step {
  key: string;
  title: string;
  state: StepState;
  /** A line below the title: since when, by whom, why it failed. */
  note?: ReactNode;
}

/** Sign in the circle of a step; that of a step to come is empty. */
const SIGN = { done: IconCheck, now: IconPointFilled, ahead: null, failed: IconAlertTriangle };

/**
 * Gives each step its state by the key of the current one: those before it are done, those after it are to come. All
 * are done without a current one.
 */
export function stepsAt(
  steps: readonly Omit<Step, "state">[],
  now: string | null,
  ended: "now" | "failed" = "now",
): Step[] {
  const at = now === null ? steps.length : steps.findIndex(({ key }) => key === now);
  return steps.map((step, index) => ({
    ...step,
    state: index < at ? "done" : index === at ? ended : "ahead",
  }));
}

interface Props {
  /** Name of the progress, for screen readers. */
  label: string;
  steps: readonly Step[];
  /** Leads back to a step that is done, as in a form of several parts. */
  onBack?: (key: string) => void;
}

export function Steps({ label, steps, onBack }: Props) {
  return (
    <div className={classes.frame}>
      <ol className={classes.steps} aria-label={label}>
        {steps.map((step) => (
          <OneStep key={step.key} step={step} onBack={onBack} />
        ))}
      </ol>
    </div>
  );
}

function OneStep({ step, onBack }: { step: Step; onBack: Props["onBack"] }) {
  const { t } = useTranslation("show");
  const { key, title, state, note } = step;
  const Sign = SIGN[state];
  const current = state === "now" || state === "failed";
  const word = t(`step.${state}`);
  return (
    <li className={classes.step} data-state={state} aria-current={current ? "step" : undefined}>
      <span className={classes.sign} aria-hidden>
        {Sign && <Sign size={state === "now" ? 22 : 16} stroke={2.2} />}
      </span>
      <span className={classes.words}>
        {onBack && state === "done" ? (
          <button type="button" className={classes.back} onClick={() => onBack(key)}>
            {title}
          </button>
        ) : (
          <span className={classes.title}>{title}</span>
        )}{" "}
        <span className={current && !note ? classes.note : hidden.hidden}>{word}</span>{" "}
        {note && <span className={classes.note}>{note}</span>}
      </span>
    </li>
  );
}
