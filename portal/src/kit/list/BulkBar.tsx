/** Bar of the chosen rows: the acts on them, the progress of an act, and its results. */
import { Button, CloseButton, Progress } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck } from "@tabler/icons-react";
import { type RefObject, Suspense, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { newKey, seen, unwrap } from "@/api/client";
import { toast } from "@/components/toasts";
import type { Begin, Listed, RowAct, SendRow } from "./acts";
import classes from "./BulkBar.module.css";
import type { Selection } from "./selection";
import { type BulkOptions, NotAllowedError, type Result, type RowCall, type Run, useBulk } from "./useBulk";
import "./toolTexts";

export interface BulkProps<T extends Listed> extends Omit<BulkOptions<T>, "keyOf"> {
  rows: readonly T[];
  selection: Selection;
  acts: readonly RowAct<T>[];
  /** Returns the names of the acts that a row allows; without it, the server decides. */
  allowed?: (row: T) => readonly string[];
  /** The list itself: it gets the focus when the bar disappears. */
  place: RefObject<HTMLElement | null>;
}

interface RunOptions<T> {
  /** Undoes the act on a row whose version is the answered one. */
  undo?: SendRow<T> | undefined;
  /** Words shown instead of the usual ones when all is done. */
  said?: string;
}

/** Largest number of rows that are named where there is no room for all. */
const NAMED = 3;

/** Keeps the focus when the button that has it goes: in the bar while there is one, then in the list. */
function useKeptFocus(place: RefObject<HTMLElement | null>) {
  const bar = useRef<HTMLElement>(null);
  const here = useRef(false);
  useEffect(() => {
    if (!here.current || document.activeElement !== document.body) return;
    (bar.current ?? place.current)?.focus({ preventScroll: true });
    here.current = bar.current !== null;
  });
  return {
    ref: bar,
    tabIndex: -1,
    // Also for a dialog, which is elsewhere on the page.
    onFocus: () => {
      here.current = true;
    },
    onBlur: () => {
      here.current = false;
    },
  };
}

/** Returns the version in the answer of an act. */
function versionOf(saved: unknown): number | undefined {
  return (saved as { version?: number } | null | undefined)?.version;
}

/** Sends an act on a row with the version in the list. */
function callOf<T extends Listed>(send: SendRow<T>): RowCall<T> {
  return (row, key) => unwrap(send(row)(seen(row.version ?? 0, key)));
}

export default function BulkBar<T extends Listed>(props: BulkProps<T>) {
  const { rows, selection, acts, allowed, place, ...of } = props;
  const { t } = useTranslation("listTools");
  const { t: common } = useTranslation();
  const bulk = useBulk<T>({ keyOf: ({ id }) => id, ...of });
  const [asked, setAsked] = useState<{ name: string; rows: T[] } | null>(null);
  const focus = useKeptFocus(place);
  const chosen = rows.filter(({ id }) => selection.has(id));
  const { running, results, total, label } = bulk;
  const failed = results.filter(({ failure }) => failure !== null);

  /** Runs an act, shows its results, and returns whether all rows are done. */
  async function begin(run: Run<T>, of: readonly T[], { undo, said }: RunOptions<T> = {}): Promise<boolean> {
    setAsked(null);
    const all = await bulk.run(run, of);
    const missed = all.filter(({ failure }) => failure !== null);
    const done = all.filter(({ failure }) => failure === null);
    // Rows that were not done stay chosen, so that they can be looked at and tried again.
    selection.change({ out: done.map(({ id }) => id), in: missed.map(({ id }) => id) });
    const back = undo && backOf(run, of, done, undo);
    const count = { label: run.label, done: done.length, total: all.length };
    if (missed.length === 0) {
      bulk.reset();
      toast(said ?? t("bulk.done", { ...count, count: all.length }), "success", back);
    } else if (bulk.gone.current) {
      const names = missed.slice(0, NAMED).map(({ name }) => name);
      toast(t("bulk.left", { ...count, count: missed.length, names: names.join(", ") }), "error", back);
    } else if (back) toast(t("bulk.some", count), "success", back);
    return missed.length === 0;
  }

  /** Undoes the rows that were done, one by one, with the versions that were answered. */
  function backOf(run: Run<T>, of: readonly T[], done: Result[], undo: SendRow<T>) {
    const versions = new Map(done.map(({ id, saved }) => [id, versionOf(saved)]));
    const those = of.flatMap((row) => {
      const version = versions.get(row.id);
      return version === undefined ? [] : [{ ...row, version }];
    });
    if (those.length === 0) return undefined;
    // Offered once: trying it again has no key to keep.
    const again = { label: t("bulk.undo", { label: run.label }), same: newKey(), act: callOf(undo) };
    return () => void begin(again, those, { said: common("act.undone") });
  }

  /** Sends an act, unless the row does not allow it. */
  function act(name: string, send: SendRow<T>): RowCall<T> {
    const call = callOf(send);
    return async (row, key) => {
      if (allowed && !allowed(row).includes(name)) throw new NotAllowedError();
      return await call(row, key);
    };
  }

  function ask({ name, label, send, many, undo }: RowAct<T>) {
    if (many) setAsked({ name, rows: chosen });
    else if (send) void begin({ label, same: name, act: act(name, send) }, chosen, { undo });
  }

  function drawn({ name, label, many, undo }: RowAct<T>, rows: T[]) {
    const answered: Begin<T> = async (send, said = "") => {
      const all = await begin({ label, same: `${name} ${said}`, act: act(name, send) }, rows, { undo });
      if (!all) throw new Error("some rows are not done");
    };
    return many?.({ rows, begin: answered, onClose: () => setAsked(null) });
  }

  if (!running && chosen.length === 0 && failed.length === 0 && !asked) return null;
  const dialog = asked && acts.find(({ name }) => name === asked.name);
  return (
    <section {...focus} className={classes.bar} aria-label={t("bulk.region")}>
      {failed.length > 0 && !running && <Results label={label} results={results} onClose={bulk.reset} />}
      {/* Each line has buttons of its own: who presses Enter twice does not press another. */}
      {running && (
        <div key="running" className={classes.line}>
          <span role="status" className={classes.words}>
            {t("bulk.running", { label, done: results.length, total })}
          </span>
          <Progress
            className={classes.progress}
            value={(100 * results.length) / Math.max(total, 1)}
            aria-label={label}
          />
          <Button size="compact-sm" variant="default" onClick={bulk.stop}>
            {t("bulk.stop")}
          </Button>
        </div>
      )}
      {!running && chosen.length > 0 && (
        <div key="chosen" className={classes.line}>
          <span role="status" className={classes.words}>
            {t("bulk.chosen", { count: chosen.length })}
          </span>
          {acts.map((one) => (
            <Button key={one.name} size="compact-sm" variant="default" onClick={() => ask(one)}>
              {one.many ? t("bulk.asks", { label: one.label }) : one.label}
            </Button>
          ))}
          <Button size="compact-sm" variant="subtle" color="gray" onClick={selection.clear}>
            {t("bulk.clear")}
          </Button>
        </div>
      )}
      {asked && dialog && <Suspense fallback={null}>{drawn(dialog, asked.rows)}</Suspense>}
    </section>
  );
}

interface ResultsProps {
  label: string;
  results: Result[];
  onClose: () => void;
}

function Results({ label, results, onClose }: ResultsProps) {
  const { t } = useTranslation("listTools");
  const failed = results.filter(({ failure }) => failure !== null);
  const done = results.length - failed.length;
  // Failures come first: people look for them.
  const ordered = [...failed, ...results.filter(({ failure }) => failure === null)];
  return (
    <div className={classes.results}>
      <p className={classes.title}>
        <strong role="alert">{t("bulk.some", { label, done, total: results.length })}</strong>
        <CloseButton size="sm" aria-label={t("bulk.hide")} onClick={onClose} />
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must do so by keyboard */}
      <ul className={classes.list} tabIndex={0} aria-label={t("bulk.results")}>
        {ordered.map(({ id, name, failure }) => (
          <li key={id} data-failed={failure !== null || undefined}>
            {failure === null ? (
              <IconCircleCheck size={15} aria-hidden />
            ) : (
              <IconAlertTriangle size={15} aria-hidden />
            )}
            <span>
              <span className={classes.name}>{name}:</span> {failure ?? t("bulk.ok")}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
