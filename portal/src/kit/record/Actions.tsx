/**
 * Buttons for the acts on a record: the server lists those that are open, the page names the primary one. Acts that are
 * seldom used are in a menu. An act may have a key of its own.
 */
import { Button, type ButtonProps } from "@mantine/core";
import { IconRefreshDot } from "@tabler/icons-react";
import { lazy, type ReactNode, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { Callout } from "@/components/Callout";
import { useShortcuts } from "@/context/keys";
import classes from "./record.module.css";
import "./texts";
import type { Acting, ActOptions, Send } from "./useAct";

const MoreActs = lazy(() => import("./MoreActs"));

export interface Action<Name extends string> {
  name: Name;
  label: string;
  /** Does the act at once … */
  send?: Send;
  done?: string | ((saved: never) => string);
  undo?: Send;
  /** … or asks something first. */
  dialog?: (close: () => void) => ReactNode;
  /** Whether the act is in the menu. */
  tucked?: boolean;
  /** Single key that begins the act. */
  shortcut?: string;
}

interface Props<Name extends string> {
  /** Names of the acts that the record allows. */
  allowed: readonly string[];
  actions: readonly Action<Name>[];
  act: Acting;
  /** Act that is most likely next. */
  primary?: Name | null;
  size?: ButtonProps["size"];
  /** Name of the record, added to each act's label for screen readers where a page has many records. */
  of?: string;
}

export function Actions<Name extends string>({
  allowed,
  actions,
  act,
  primary,
  size = "sm",
  of,
}: Props<Name>) {
  const { t } = useTranslation("record");
  const [asked, setAsked] = useState<Name | null>(null);
  const open = actions.filter(({ name }) => allowed.includes(name));
  const ordered = [...open].sort(
    (one, other) => Number(other.name === primary) - Number(one.name === primary),
  );

  function begin({ name, send, done, undo, dialog }: Action<Name>) {
    act.reset();
    if (dialog) setAsked(name);
    else if (send) act.start(name, send, { done: done as ActOptions["done"], undo });
  }

  // A question that is open, and an act on its way, come first.
  const idle = !asked && !act.pending;
  useShortcuts(
    Object.fromEntries(
      open.flatMap((action) => {
        const { label, shortcut } = action;
        if (!shortcut) return [];
        return [[shortcut, { name: label.replace("…", ""), act: idle ? () => begin(action) : undefined }]];
      }),
    ),
  );

  const shown = ordered.filter(({ tucked }) => !tucked);
  const tucked = ordered.filter((action) => action.tucked);
  return (
    <>
      <Notice act={act} />
      {ordered.length > 0 && (
        <div className={classes.acts}>
          {shown.map((action) => (
            <Button
              key={action.name}
              size={size}
              variant={action.name === primary ? "filled" : "default"}
              loading={act.pending === action.name && asked !== action.name}
              aria-label={of ? `${action.label} ${of}` : undefined}
              aria-keyshortcuts={action.shortcut}
              title={action.shortcut && t("key", { key: action.shortcut })}
              onClick={() => begin(action)}
            >
              {action.label}
            </Button>
          ))}
          {tucked.length > 0 && (
            <Suspense fallback={null}>
              <MoreActs
                size={size}
                acts={tucked.map((action) => ({ ...action, begin: () => begin(action) }))}
              />
            </Suspense>
          )}
        </div>
      )}
      {/* What was asked stays open when the newest version no longer allows it: the words typed are in it. */}
      {asked && (
        <Suspense fallback={null}>
          {actions.find(({ name }) => name === asked)?.dialog?.(() => setAsked(null))}
        </Suspense>
      )}
    </>
  );
}

/** Notice about an act that failed. */
export function Notice({ act }: { act: Acting }) {
  if (!act.notice) return null;
  return (
    <div className={classes.notice}>
      <Callout alert tint="info" icon={IconRefreshDot}>
        {act.notice}
      </Callout>
    </div>
  );
}
