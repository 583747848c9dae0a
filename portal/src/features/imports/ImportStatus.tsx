/** State of an import, and outcome of a line, each as a sign and a word. */
import { useTranslation } from "react-i18next";
import type { ImportState, LineOutcome } from "@/api/types";
import { Status } from "@/components/Status";

/** State of the portal's table that looks like the state of an import. */
const LOOKS = {
  checking: "open",
  checked: "waiting",
  applying: "open",
  applied: "resolved",
  failed: "failed",
} as const satisfies Record<ImportState, string>;

export function ImportStatus({ state }: { state: ImportState }) {
  const { t } = useTranslation("imports");
  return <Status state={LOOKS[state]} label={t(`states.${state}`)} />;
}

const OUTCOMES = {
  create: "new",
  change: "open",
  same: "done",
  error: "failed",
} as const satisfies Record<LineOutcome, string>;

/** Outcome of a line: foreseen until it is applied. */
export function LineStatus({ outcome, applied }: { outcome: LineOutcome; applied: boolean }) {
  const { t } = useTranslation("imports");
  return (
    <Status plain state={OUTCOMES[outcome]} label={t(`${applied ? "outcomes" : "foreseen"}.${outcome}`)} />
  );
}
