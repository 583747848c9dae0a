/** Views within the current list of the console, each with its count. */
import { useTranslation } from "react-i18next";
import classes from "./ListPane.module.css";
import { ONLY, type Only } from "./only";

interface Props {
  counts: Record<Only, string>;
  /** Views that say something of this list. */
  of: readonly Only[];
  chosen: Only | undefined;
  onChoose: (only: Only | undefined) => void;
}

export function OnlyChips({ counts, of, chosen, onChoose }: Props) {
  const { t } = useTranslation("desk");
  return (
    <fieldset className={classes.chips} aria-label={t("only.region")}>
      {ONLY.filter((only) => of.includes(only)).map((only) => (
        <button
          key={only}
          type="button"
          className={classes.chip}
          aria-pressed={only === chosen}
          data-tint={only === "late" && counts.late !== "0" ? "danger" : undefined}
          onClick={() => onChoose(only === chosen ? undefined : only)}
        >
          {t(`only.${only}`)} <span className={classes.count}>{counts[only]}</span>
        </button>
      ))}
    </fieldset>
  );
}
