/** Kind of a job in words; one that this version does not know is named by its code. */
import { useTranslation } from "react-i18next";
import type { jobs } from "./texts/en";
import "./texts";

type Kind = keyof typeof jobs.kinds;

export function useJobKind() {
  const { t, i18n } = useTranslation("jobs");
  return (kind: string) => (i18n.exists(`jobs:kinds.${kind}`) ? t(`kinds.${kind as Kind}`) : kind);
}
