/**
 * The search of the bar, under `/` and Ctrl/Cmd-K as well: one panel for tickets, answers, people, places and commands.
 * Its field is here at once, so that no letter is lost; what it finds arrives a moment later.
 */
import { CloseButton } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { type KeyboardEvent, lazy, type MouseEvent, Suspense, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { SEARCH_ARTICLES_Q } from "@/api/limits";
import { useSources } from "@/kit/feature/sources";
import { type Choice, useChoose, useFirst } from "./options";
import { useSearchHint } from "./SearchBox";
import classes from "./SearchPanel.module.css";

const Results = lazy(() => import("./SearchResults"));

export function SearchPanel({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const dialog = useRef<HTMLDialogElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const [written, setWritten] = useState("");
  /** The option somebody moved to; the first, until they do. */
  const [moved, setMoved] = useState<string | null>(null);
  const [current, setCurrent] = useState<string | null>(null);
  const sources = useSources();
  const hint = useSearchHint();
  const first = useFirst();
  const choose = useChoose();
  const text = written.trim();
  const sought = { text, typed: text.toLowerCase() };

  useEffect(() => {
    const opened = dialog.current;
    if (!opened?.open) opened?.showModal();
    return () => opened?.close();
  }, []);

  function onChosen(choice: Choice) {
    // Closed first: what it leads to may want the focus.
    onClose();
    choose(choice);
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return;
    const options = [...(list.current?.querySelectorAll("[role=option]") ?? [])];
    // What is seen as chosen counts, however quick the keys are.
    const here = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
    const to = { ArrowDown: here + 1, ArrowUp: here - 1 + options.length }[event.key];
    if (to !== undefined && options.length > 0) {
      event.preventDefault();
      const next = options[to % options.length];
      setMoved(next?.id ?? null);
      next?.scrollIntoView({ block: "nearest" });
    }
    if (event.key === "Enter") {
      event.preventDefault();
      const chosen = options[here];
      if (chosen instanceof HTMLElement) return chosen.click();
      // Whoever is quicker than the list gets what would be the first in it.
      const [choice] = first(sought);
      if (choice) onChosen(choice);
    }
  }

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes every dialog by itself
    <dialog
      ref={dialog}
      className={classes.panel}
      aria-label={t("nav.search")}
      onClose={onClose}
      onClick={(event: MouseEvent) => event.target === dialog.current && onClose()}
    >
      <search className={classes.inside}>
        <div className={classes.line}>
          <IconSearch size={18} aria-hidden />
          <input
            autoFocus
            // Escape closes the panel: in a search field it would empty the field first.
            type="text"
            enterKeyHint="search"
            role="combobox"
            aria-label={t("nav.search")}
            aria-expanded={current !== null}
            aria-controls="search-results"
            aria-activedescendant={current ?? undefined}
            aria-autocomplete="list"
            autoComplete="off"
            spellCheck={false}
            placeholder={hint}
            value={written}
            maxLength={SEARCH_ARTICLES_Q.most}
            onChange={(event) => {
              setWritten(event.currentTarget.value);
              setMoved(null);
            }}
            onKeyDown={onKeyDown}
          />
          <CloseButton aria-label={t("act.close")} onClick={onClose} />
        </div>
        <div
          ref={list}
          id="search-results"
          role="listbox"
          aria-label={t("nav.results")}
          className={classes.results}
        >
          {sources && (
            <Suspense fallback={null}>
              <Results
                sources={sources}
                sought={sought}
                moved={moved}
                onCurrent={setCurrent}
                onChosen={onChosen}
              />
            </Suspense>
          )}
        </div>
        <p className={classes.keys} aria-hidden>
          {t("nav.searchKeys")}
        </p>
      </search>
    </dialog>
  );
}
