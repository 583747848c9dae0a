/** Labels of the server in the reader's language: translated by their codes, or as the server wrote them. */
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { FieldProblem } from "@/api/problem";
import type { Hat, TicketSummary, Touch } from "@/api/types";
import { askingAs } from "@/context/places";
import { useSession } from "@/context/session";
import { languageOf } from "@/i18n/language";
import { SERVER_WORDS } from "./serverWords";

type Severe = Pick<TicketSummary, "severity" | "severity_label">;

/** Fields of a ticket that its state in words is made of. */
export type Stated = Pick<TicketSummary, "state" | "state_label" | "requester" | "merged_into">;

/** English has no words of its own, so no type knows their keys. */
type AnyKey = (key: string, values?: object) => string;

function wordsIn(t: AnyKey, exists: (key: string) => boolean, language: () => string) {
  function say(word: string, label: string, values?: object): string {
    const key = `${SERVER_WORDS}:${word}`;
    return exists(key) ? t(key, values) : label;
  }
  return {
    severity: ({ severity, severity_label }: Severe) => say(`severity.${severity}`, severity_label),
    action: ({ action, action_label }: Touch) => say(`action.${action}`, action_label),
    role: (role: Hat["role"]) => say(`role.${role}`, role),
    hat({ organisation, role, label }: Hat): string {
      // A server of the version before does not send the organisation.
      return organisation ? say("hat", label, { organisation, role: say(`role.${role}`, role) }) : label;
    },
    /** An error at a field. */
    problem: ({ code, detail }: FieldProblem) => say(`problem.${code}`, say("problem.other", detail)),
    /** A conflict with another record than the one that was seen; none for other conflicts. */
    conflict: ({ code, detail }: { code: string; detail: string }) =>
      code === "target_changed" ? say(`conflict.${code}`, detail) : "",
    /** A sentence of the server, which speaks English: none in another language. */
    sentence: (detail: string) => (languageOf(language()) === "en" ? detail : ""),
    say,
  };
}

/** Returns the words of a language; they are the same until it changes. */
export function useServerWords() {
  // `t` is another one in each language.
  const { t, i18n } = useTranslation();
  return useMemo(
    () =>
      wordsIn(
        t as unknown as AnyKey,
        (key) => i18n.exists(key),
        () => i18n.language,
      ),
    [t, i18n],
  );
}

/** Returns the state of a ticket in words for the current reader. */
export function useStateWords() {
  const { say } = useServerWords();
  const { person, hat } = useSession();
  const staff = hat.kind === "staff";
  return ({ state, state_label: label, requester, merged_into: other }: Stated): string => {
    if (state === "waiting" && (staff || requester.id !== person.id))
      return say("state.waitingFor", label, { name: requester.name });
    if (state === "merged" && other)
      return say(staff ? "state.mergedInto" : "state.continuedIn", label, { number: other.number });
    return say(`state.${staff ? "staff" : askingAs(hat.kind)}.${state}`, label);
  };
}
