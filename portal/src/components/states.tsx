/** States of a page or list that has nothing to show: loading, empty, failed, missing, forbidden. */
import { Button, Skeleton } from "@mantine/core";
import {
  type Icon,
  IconAlertTriangle,
  IconCloudOff,
  IconHourglass,
  IconLock,
  IconMoodPuzzled,
  IconRefresh,
} from "@tabler/icons-react";
import type { UseQueryResult } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { failureOf, requestIdOf } from "@/api/problem";
import { useSession } from "@/context/session";
import { isGone } from "./Boundary";
import { RequestId } from "./RequestId";
import classes from "./states.module.css";

interface EmptyStateProps {
  icon: Icon;
  title: string;
  text?: ReactNode;
  children?: ReactNode;
  /** The empty state is the whole page: its title is the page's heading. */
  page?: boolean;
  alert?: boolean;
}

export function EmptyState({ icon: Sign, title, text, children, page, alert }: EmptyStateProps) {
  const Heading = page ? "h1" : "p";
  useEffect(() => {
    if (page) document.title = title;
  }, [page, title]);
  return (
    <div className={classes.note} role={alert ? "alert" : undefined}>
      <Sign size={36} stroke={1.4} aria-hidden className={classes.sign} />
      <Heading className={classes.title}>{title}</Heading>
      {text && <p className={classes.text}>{text}</p>}
      {children && <div className={classes.acts}>{children}</div>}
    </div>
  );
}

/** Grey lines in place of the content, shown only if loading takes longer than a blink. */
export function Loading({ lines = 5 }: { lines?: number }) {
  const { t } = useTranslation();
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 300);
    return () => clearTimeout(timer);
  }, []);
  if (!late) return <div className={classes.blank} aria-busy="true" />;
  return (
    <div className={classes.lines} role="status" aria-label={t("app.loading")}>
      {Array.from({ length: lines }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines are all alike and never move
        <Skeleton key={index} height={18} width={`${92 - ((index * 17) % 40)}%`} radius="sm" />
      ))}
    </div>
  );
}

export function Missing({ page }: { page?: boolean }) {
  const { t } = useTranslation();
  const { hat } = useSession();
  return (
    <EmptyState
      page={page ?? false}
      icon={IconMoodPuzzled}
      title={t("state.missingTitle")}
      text={t("state.missingText", { hat: hat.label })}
    >
      <Button component={Link} to="/">
        {t("state.goHome")}
      </Button>
    </EmptyState>
  );
}

export function Forbidden({ page, children }: { page?: boolean; children?: ReactNode }) {
  const { t } = useTranslation();
  const { hat } = useSession();
  return (
    <EmptyState
      page={page ?? false}
      icon={IconLock}
      title={t("state.forbiddenTitle")}
      text={t("state.forbiddenText", { hat: hat.label })}
    >
      {children || (
        <Button component={Link} to="/">
          {t("state.goHome")}
        </Button>
      )}
    </EmptyState>
  );
}

interface FailedProps {
  error: unknown;
  onRetry?: () => void;
  page?: boolean;
}

export function Failed({ error, onRetry, page }: FailedProps) {
  const { t } = useTranslation();
  const failure = failureOf(error);
  if (failure === "missing") return <Missing page={page ?? false} />;
  if (failure === "forbidden") return <Forbidden page={page ?? false} />;
  const request = requestIdOf(error);
  const [icon, title, text] =
    failure === "offline"
      ? ([IconCloudOff, t("state.offlineTitle"), t("state.offlineText")] as const)
      : failure === "refused"
        ? ([IconMoodPuzzled, t("state.refusedTitle"), t("state.refusedText")] as const)
        : failure === "busy"
          ? ([IconHourglass, t("state.busyTitle"), t("state.busyText")] as const)
          : ([IconAlertTriangle, t("state.failedTitle"), t("state.failedText")] as const);
  return (
    <EmptyState page={page ?? false} alert icon={icon} title={title} text={text}>
      {onRetry && (
        <Button leftSection={<IconRefresh size={16} />} onClick={onRetry}>
          {t("state.retry")}
        </Button>
      )}
      {request && <RequestId id={request} />}
    </EmptyState>
  );
}

/** State of a page that could not be drawn, or whose file is gone because a newer portal was deployed. */
export function Broken({ error }: { error?: unknown }) {
  const { t } = useTranslation();
  if (!isGone(error))
    return (
      <EmptyState
        page
        alert
        icon={IconAlertTriangle}
        title={t("state.brokenTitle")}
        text={t("state.brokenText")}
      >
        <Button onClick={() => window.location.reload()}>{t("state.reload")}</Button>
        <Button variant="default" component="a" href="/">
          {t("state.goHome")}
        </Button>
      </EmptyState>
    );
  return (
    <EmptyState page alert icon={IconRefresh} title={t("state.updateTitle")} text={t("state.updateText")}>
      <Button onClick={() => window.location.reload()}>{t("state.reload")}</Button>
    </EmptyState>
  );
}

/** State of a part of a page that could not be drawn. */
export function BrokenPart() {
  const { t } = useTranslation();
  return (
    <p role="alert" className={classes.text}>
      {t("state.brokenPart")}
    </p>
  );
}

interface QueryResultProps<T> {
  query: UseQueryResult<T>;
  children: (data: T) => ReactNode;
  lines?: number;
  page?: boolean;
}

/** Data of a query, or its state. Once data was found, a failed refresh does not remove it. */
export function QueryResult<T>({ query, children, lines, page }: QueryResultProps<T>) {
  if (query.data !== undefined) return children(query.data);
  if (query.isError) {
    return <Failed error={query.error} onRetry={() => void query.refetch()} page={page ?? false} />;
  }
  return <Loading lines={lines ?? 5} />;
}
