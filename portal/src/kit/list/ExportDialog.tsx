/** Dialog that exports a list: it fetches page after page, shows how many rows it has, and can be cancelled. */
import { Button, Loader } from "@mantine/core";
import { IconAlertTriangle, IconInfoCircle } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { problemKey, SignedOutError } from "@/api/problem";
import { Callout } from "@/components/Callout";
import { Dialog } from "@/components/Dialog";
import { toast } from "@/components/toasts";
import { useZone } from "@/components/When";
import { collect, MOST_ROWS } from "./collect";
import { type CsvColumn, csvOf, saveFile, separatorOf } from "./csv";
import classes from "./list.module.css";
import type { Asked, ListedPage } from "./useListing";
import "./toolTexts";

export interface ExportProps<T> {
  /** Name of the file, without its extension. */
  file: string;
  columns: readonly CsvColumn<T>[];
  /** Fetches columns that follow the others. */
  further?: (() => Promise<readonly CsvColumn<T>[]>) | undefined;
  ask: (page: Asked) => Promise<ListedPage<T>>;
  onClose: () => void;
}

type Stage = "fetching" | "cut" | "failed";

export default function ExportDialog<T>({ file, columns, further, ask, onClose }: ExportProps<T>) {
  const { t } = useTranslation("listTools");
  const { t: common } = useTranslation();
  const { locale } = useZone();
  const [count, setCount] = useState(0);
  const [stage, setStage] = useState<Stage>("fetching");
  const [error, setError] = useState<unknown>(null);
  const [attempt, setAttempt] = useState(0);
  // The export keeps the filters it began with, even when the list changes meanwhile.
  const asked = useRef({ file, columns, further, ask, onClose, t, locale });

  // biome-ignore lint/correctness/useExhaustiveDependencies: each attempt starts the export again
  useEffect(() => {
    const { file, columns, further, ask, onClose, t, locale } = asked.current;
    const stop = new AbortController();
    setStage("fetching");
    setCount(0);
    Promise.all([collect(ask, { signal: stop.signal, onCount: setCount }), further?.() ?? []])
      .then(([{ rows, more }, others]) => {
        const name = `${file}.csv`;
        saveFile(name, csvOf(rows, [...columns, ...others], separatorOf(locale)));
        if (more) return setStage("cut");
        toast(t("export.done", { count: rows.length, name }));
        onClose();
      })
      .catch((failure: unknown) => {
        if (stop.signal.aborted) return;
        if (failure instanceof SignedOutError) return onClose();
        setError(failure);
        setStage("failed");
      });
    return () => stop.abort();
  }, [attempt]);

  return (
    <Dialog title={t("export.title")} onClose={onClose} closeOnClickOutside={stage !== "fetching"}>
      <div className={classes.export}>
        <p role="status" className={classes.fetching}>
          {stage === "fetching" && (
            <>
              <Loader size="xs" type="oval" aria-hidden /> {t("export.fetching", { count })}
            </>
          )}
        </p>
        {stage === "cut" && (
          <Callout tint="attention" icon={IconInfoCircle} title={t("export.cutTitle", { count: MOST_ROWS })}>
            <p>{t("export.cut", { count: MOST_ROWS })}</p>
          </Callout>
        )}
        {stage === "failed" && (
          <Callout alert tint="danger" icon={IconAlertTriangle} title={t("export.failed")}>
            <p>{common(problemKey(error))}</p>
          </Callout>
        )}
        <div className={classes.ends}>
          <Button variant="default" onClick={onClose}>
            {common(stage === "cut" ? "act.close" : "act.cancel")}
          </Button>
          {stage === "failed" && (
            <Button onClick={() => setAttempt((before) => before + 1)}>{common("state.retry")}</Button>
          )}
        </div>
      </div>
    </Dialog>
  );
}
