/** Options of the search panel, each kind under its heading. */
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import type { Findings, Sought, UseOptions } from "@/kit/feature/feature";
import { fits, useFromSources } from "@/kit/feature/sources";
import { type Choice, useCommands, useFirst, usePlacesToGo, useRecentOptions } from "./options";
import classes from "./SearchPanel.module.css";

interface Props {
  sources: readonly UseOptions[];
  sought: Sought;
  /** Option that the arrow keys moved to; null means the first. */
  moved: string | null;
  onCurrent: (id: string | null) => void;
  onStatus: (status: SearchStatus) => void;
  onChosen: (choice: Choice) => void;
}

/** Note of the panel about the search; null if the options say enough. */
export type SearchStatus = "searching" | "unavailable" | "nothing" | "nothingElse" | null;

interface Group {
  id: string;
  title: string;
  options: readonly Choice[];
}

function statusOf({ searching, failed }: Findings, all: number, first: number): SearchStatus {
  if (searching) return "searching";
  if (failed) return "unavailable";
  if (all > first) return null;
  return first > 0 ? "nothingElse" : "nothing";
}

export default function SearchResults({ sources, sought, moved, onCurrent, onStatus, onChosen }: Props) {
  const { t } = useTranslation();
  const first = useFirst()(sought);
  const recent = useRecentOptions(sought);
  const places = usePlacesToGo().filter(
    (place) => fits(sought, place.label) && !first.some(({ id }) => id === place.id),
  );
  const commands = useCommands(sought);
  const found = useFromSources(sources, sought);
  const all: Group[] = [
    { id: "first", title: t("nav.search"), options: first },
    { id: "recent", title: t("nav.recent"), options: recent },
    ...found.groups,
    { id: "places", title: t("nav.goTo"), options: places },
    { id: "commands", title: t("nav.act"), options: commands },
  ];
  const groups = all.filter(({ options }) => options.length > 0);
  const idOf = (group: Group, choice: Choice) => `found-${group.id}-${choice.id}`;
  const ids = groups.flatMap((group) => group.options.map((choice) => idOf(group, choice)));
  const current = moved && ids.includes(moved) ? moved : (ids[0] ?? null);
  useEffect(() => onCurrent(current), [current, onCurrent]);
  const status = statusOf(found, ids.length, first.length);
  useEffect(() => onStatus(status), [status, onStatus]);

  return groups.map((group) => (
    // biome-ignore lint/a11y/useSemanticElements: a listbox has groups of options
    <div key={group.id} role="group" aria-labelledby={`found-in-${group.id}`}>
      <p
        id={`found-in-${group.id}`}
        role="presentation"
        className={classes.heading}
        hidden={group.id === "first"}
      >
        {group.title}
      </p>
      {group.options.map((choice) => {
        const id = idOf(group, choice);
        const Sign = choice.icon;
        return (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the keys
          // biome-ignore lint/a11y/useFocusableInteractive: the field above has the focus
          <div
            key={id}
            id={id}
            role="option"
            aria-selected={id === current}
            data-sought={sought.text}
            className={classes.option}
            onClick={() => onChosen(choice)}
          >
            <Sign size={18} stroke={1.7} aria-hidden />
            <span className={classes.label}>{choice.marked ?? choice.label}</span>
            {choice.detail && (
              <>
                {" "}
                <span className={classes.detail}>{choice.detail}</span>
              </>
            )}
          </div>
        );
      })}
    </div>
  ));
}
