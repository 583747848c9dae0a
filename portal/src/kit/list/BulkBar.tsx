/** What can be done with the chosen rows, how far it has come, and what became of each. */
import { Button, CloseButton, Progress } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck } from "@tabler/icons-react";
import { type ReactNode, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { toast } from "@/components/toasts";
import classes from "./BulkBar.module.css";
import type { Selection } from "./selection";
import { type BulkOptions, type Result, useBulk } from "./useBulk";
import "./toolTexts";

export interface BulkAct<T> {
  name: string;
  label: string;
  /** Does it to a row at once … */
  act?: (row: T) => Promise<unknown>;
  /** … or asks something first, and begins with what was answered. */
  dialog?: (rows: T[], begin: (act: (row: T) => Promise<unknown>) => void, close: () => void) => ReactNode;
}

export interface BulkProps<T> extends BulkOptions<T> {
  rows: readonly T[];
  selection: Selection;
  acts: readonly BulkAct<T>[];
}

export default function BulkBar<T>({ rows, selection, acts, ...of }: BulkProps<T>) {
  const { t } = useTranslation("listTools");
  const bulk = useBulk(of);
  const { keyOf } = of;
  const [asked, setAsked] = useState<{ name: string; rows: T[] } | null>(null);
  const chosen = rows.filter((row) => selection.has(keyOf(row)));
  const { running, results, total, label } = bulk;
  const failed = results.filter(({ failure }) => failure !== null);

  async function begin(name: string, of: T[], act: (row: T) => Promise<unknown>) {
    setAsked(null);
    const all = await bulk.run(name, of, act);
    const missed = all.filter(({ failure }) => failure !== null);
    // What was not done stays chosen, so that it can be looked at and tried again.
    selection.choose(missed.map(({ id }) => id));
    if (missed.length > 0) return;
    bulk.reset();
    toast(t("bulk.done", { label: name, count: all.length }));
  }

  if (!running && chosen.length === 0 && failed.length === 0 && !asked) return null;
  const dialog = asked && acts.find(({ name }) => name === asked.name);
  return (
    <section className={classes.bar} aria-label={t("bulk.region")}>
      {failed.length > 0 && !running && <Results label={label} results={results} onClose={bulk.reset} />}
      {running ? (
        <div className={classes.line}>
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
      ) : (
        chosen.length > 0 && (
          <div className={classes.line}>
            <span role="status" className={classes.words}>
              {t("bulk.chosen", { count: chosen.length })}
            </span>
            {acts.map(({ name, label, act, dialog }) => (
              <Button
                key={name}
                size="compact-sm"
                variant="default"
                onClick={() => {
                  if (dialog) setAsked({ name, rows: chosen });
                  else if (act) void begin(label, chosen, act);
                }}
              >
                {label}
              </Button>
            ))}
            <Button size="compact-sm" variant="subtle" color="gray" onClick={selection.clear}>
              {t("bulk.clear")}
            </Button>
          </div>
        )
      )}
      {asked && dialog && (
        <Suspense fallback={null}>
          {dialog.dialog?.(
            asked.rows,
            (act) => void begin(dialog.label.replace(/…$/, ""), asked.rows, act),
            () => setAsked(null),
          )}
        </Suspense>
      )}
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
  // What went wrong is what one looks for.
  const ordered = [...failed, ...results.filter(({ failure }) => failure === null)];
  return (
    <div className={classes.results} role="alert">
      <p className={classes.title}>
        <strong>{t("bulk.some", { label, done, total: results.length })}</strong>
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
