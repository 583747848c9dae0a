/** Person of a touch, with the kind of their hat. */
import { useTranslation } from "react-i18next";
import type { Touch } from "@/api/types";
import { Named } from "@/components/Named";
import "./texts";

export function Toucher({ touch: { person, hat, viewed_as: seen } }: { touch: Touch }) {
  const { t } = useTranslation("touches");
  if (!person) return t("system");
  if (!hat) return person.name;
  return (
    <>
      <Named name={person.name} side={t(`side.${hat.kind}`)} ours={hat.kind === "staff"} />
      {seen && <> {t("viewedAs", { name: seen.name })}</>}
    </>
  );
}
