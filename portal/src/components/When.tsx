/** A moment in words, exact on hover and focus. */
import { Tooltip } from "@mantine/core";
import { useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { useHome } from "@/context/home";
import { exactTime, timeWords, type Zone, zoneOf } from "./time";

const TICK = 30_000;
let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  now = Date.now();
  timer ??= setInterval(() => {
    now = Date.now();
    for (const one of listeners) one();
  }, TICK);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

export function useZone(): Zone {
  const { data } = useHome();
  const { i18n } = useTranslation();
  return zoneOf(data?.person.locale, data?.person.time_zone, i18n.language);
}

export function useWhen() {
  return useTimes().when;
}

/** A moment in words, and exactly. */
function useTimes() {
  const { t, i18n } = useTranslation();
  const { data } = useHome();
  const zone = zoneOf(data?.person.locale, data?.person.time_zone, i18n.language);
  const current = useSyncExternalStore(subscribe, () => now);
  const exact = (iso: string) => exactTime(new Date(iso), zone);
  const when = (iso: string) =>
    timeWords(new Date(iso), new Date(Math.max(current, 0)), zone, {
      now: t("time.now"),
      today: (time) => t("time.today", { time }),
      tomorrow: (time) => t("time.tomorrow", { time }),
      yesterday: (time) => t("time.yesterday", { time }),
      weekday: (day, time) => t("time.weekday", { day, time }),
      date: (day, time) => t("time.date", { day, time }),
    });
  return { t, when, exact };
}

interface Props {
  at: string;
  /** Reachable by keyboard, so that the exact time is too. Left off in rows, where one stop a row is enough. */
  focusable?: boolean;
}

export function When({ at, focusable = false }: Props) {
  const times = useTimes();
  const exact = times.exact(at);
  if (!focusable) {
    return (
      <time dateTime={at} title={exact} data-exact={exact}>
        {times.when(at)}
      </time>
    );
  }
  return (
    <Tooltip label={exact}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the exact time must be reachable by keyboard */}
      <time dateTime={at} tabIndex={0} data-exact={exact}>
        {times.when(at)}
      </time>
    </Tooltip>
  );
}

interface DueProps {
  at: string;
  paused?: boolean;
  focusable?: boolean;
  /** Without the word "due", where a heading already says it. */
  brief?: boolean;
}

/** A target: when it is due, or that its time has passed. */
export function Due({ at, paused, focusable = false, brief = false }: DueProps) {
  const { t, when, ...times } = useTimes();
  const late = !paused && new Date(at).getTime() < Date.now();
  const full = paused
    ? t(brief ? "time.pausedBrief" : "time.paused")
    : t(late ? "time.overdue" : "time.due", { when: when(at) });
  const text = brief && !paused && !late ? when(at) : full;
  const exact = times.exact(at);
  const style = late ? { color: "var(--mantine-color-error)", fontWeight: 600 } : undefined;
  if (!focusable) {
    return (
      <time dateTime={at} title={exact} data-target={exact} style={style}>
        {text}
      </time>
    );
  }
  return (
    <Tooltip label={exact}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the exact time must be reachable by keyboard */}
      <time dateTime={at} tabIndex={0} data-target={exact} style={style}>
        {text}
      </time>
    </Tooltip>
  );
}
