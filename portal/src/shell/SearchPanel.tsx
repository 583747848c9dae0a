/**
 * Search panel for tickets, answers, people, places and commands. The search of the bar, `/` and Ctrl/Cmd-K open it.
 * Its field is drawn at once, so that no letter is lost; the options load afterwards.
 */
import { CloseButton } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, type MouseEvent, Suspense, useLayoutEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { SEARCH_ARTICLES_Q } from "@/api/limits";
import { keyOfSources, useSources } from "@/kit/feature/sources";
import { type Choice, useChoose, useFirst } from "./options";
import { useSearchHint } from "./SearchBox";
import classes from "./SearchPanel.module.css";
import type { SearchStatus } from "./SearchResults";

/** Loads the drawn options when the panel first opens; after a failure, at the next opening. */
function useResults() {
  return useQuery({
    queryKey: ["search-results"],
    queryFn: async () => (await import("./SearchResults")).default,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
}

export function SearchPanel({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const dialog = useRef<HTMLDialogElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const [written, setWritten] = useState("");
  /** Option that the arrow keys moved to; null means the first. */
  const [moved, setMoved] = useState<string | null>(null);
  const [current, setCurrent] = useState<string | null>(null);
  const [found, setFound] = useState<SearchStatus>("searching");
  const sources = useSources();
  const { data: Results, isError } = useResults();
  const status = isError ? "unavailable" : found;
  const hint = useSearchHint();
  const first = useFirst();
  const choose = useChoose();
  const text = written.trim();
  const sought = { text, typed: text.toLowerCase() };

  // The dialog has to close while it is on the page: only then does the browser give the focus back.
  useLayoutEffect(() => {
    const opened = dialog.current;
    if (!opened?.open) opened?.showModal();
    return () => opened?.close();
  }, []);

  /** Closes the dialog, which gives the focus back and then calls `onClose`. */
  const close = () => dialog.current?.close();

  function onChosen(choice: Choice) {
    // The panel closes first: the choice may move the focus.
    close();
    choose(choice);
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return;
    // While an option waits for its file, options of the previous words are still in the list, hidden.
    const options = [...(list.current?.querySelectorAll<HTMLElement>("[role=option]") ?? [])].filter(
      (option) => option.dataset.sought === text,
    );
    // The option shown as chosen counts, however quick the keys are.
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
      if (chosen) return chosen.click();
      // If Enter comes before the list, take its first option.
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
      // This event may come late: the dialog may be open again by then.
      onClose={() => !dialog.current?.open && onClose()}
      onClick={(event: MouseEvent) => event.target === dialog.current && close()}
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
          <CloseButton aria-label={t("act.close")} onClick={close} />
        </div>
        <div
          ref={list}
          id="search-results"
          role="listbox"
          aria-label={t("nav.results")}
          className={classes.results}
        >
          {/* An option may wait for its file: outside this boundary that would close the dialog. */}
          <Suspense fallback={null}>
            {sources && Results && (
              <Results
                key={keyOfSources(sources)}
                sources={sources}
                sought={sought}
                moved={moved}
                onCurrent={setCurrent}
                onStatus={setFound}
                onChosen={onChosen}
              />
            )}
          </Suspense>
        </div>
        <div className={classes.foot}>
          <p role="status">{status && t(`nav.found.${status}`)}</p>
          <p className={classes.keys} aria-hidden>
            {t("nav.searchKeys")}
          </p>
        </div>
      </search>
    </dialog>
  );
}
