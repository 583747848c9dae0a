/** Outcome of a touch, as icon and word. */
import { useTranslation } from "react-i18next";
import type { Touch } from "@/api/types";
import { Status } from "@/components/Status";
import "./texts";

export function Outcome({ outcome }: { outcome: Touch["outcome"] }) {
  const { t } = useTranslation("touches");
  return <Status plain state={outcome} label={t(outcome)} />;
}
