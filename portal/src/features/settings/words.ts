/** Words for the parts, the values and the findings that the server names by codes. */
import { useTranslation } from "react-i18next";
import type { Difference, DifferenceValue, Finding, Hat } from "@/api/types";
import { useServerWords } from "@/components/useServerWords";
import "./texts";

/** A code that the portal does not know yet has no words of its own: no type knows it either. */
type AnyKey = (key: string, values?: object) => string;

/** Start of the code of a role, which has its words with the others of the server. */
const ROLE = "role.";

export function useSettingsWords() {
  const { t, i18n } = useTranslation("settings");
  const server = useServerWords();
  const say = t as unknown as AnyKey;
  function words(key: string, otherwise: string, values?: object): string {
    return i18n.exists(`settings:${key}`) ? say(key, values) : otherwise;
  }
  return {
    part: ({ part, part_label }: Pick<Difference, "part" | "part_label">) =>
      words(`part.${part}`, part_label),
    value({ code, text }: DifferenceValue): string {
      if (code?.startsWith(ROLE)) return server.role(code.slice(ROLE.length) as Hat["role"]);
      return code ? words(`value.${code}`, text) : text;
    },
    finding: ({ code, name, detail }: Finding) => words(`finding.${code}`, detail, { name: name ?? "" }),
    /** The place of an error in a document: "/document/rules/3/name". */
    place(pointer: string): string {
      const [, , part = "", index] = pointer.split("/");
      const number = Number(index);
      const name = words(`place.${part}`, part);
      return Number.isInteger(number) && index !== "" ? t("placeOf", { name, number: number + 1 }) : name;
    },
  };
}
