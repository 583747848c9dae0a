/** How a touch ended, as icon and word. */
import { IconBan, IconCheck, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Touch } from "@/api/types";
import classes from "./touches.module.css";
import "./texts";

const ICONS = { done: IconCheck, denied: IconBan, failed: IconX };

export function Outcome({ outcome }: { outcome: Touch["outcome"] }) {
  const { t } = useTranslation("touches");
  const Sign = ICONS[outcome];
  return (
    <span className={classes.outcome} data-outcome={outcome}>
      <Sign size={14} aria-hidden /> {t(outcome)}
    </span>
  );
}
