/** A list whose order counts: each thing is moved up or down, and has its own acts. */
import { ActionIcon } from "@mantine/core";
import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import hidden from "@/components/hidden.module.css";
import classes from "./settings.module.css";
import "./texts";

interface Props<T> {
  label: string;
  things: readonly T[];
  keyOf: (thing: T) => string;
  nameOf: (thing: T) => string;
  onMove: (things: T[]) => void;
  /** Number of things at the end that stay there. */
  fixed?: number;
  children: (thing: T, index: number) => ReactNode;
}

export function Ordered<T>({ label, things, keyOf, nameOf, onMove, fixed = 0, children }: Props<T>) {
  const { t } = useTranslation("settings");
  const [news, setNews] = useState("");
  const movable = things.length - fixed;

  function move(from: number, to: number) {
    const next = [...things];
    const [taken] = next.splice(from, 1);
    if (taken === undefined) return;
    next.splice(to, 0, taken);
    onMove(next);
    setNews(t("moved", { name: nameOf(taken), place: to + 1, all: things.length }));
  }

  return (
    <>
      <p role="status" className={hidden.hidden}>
        {news}
      </p>
      <ol className={classes.ordered} aria-label={label}>
        {things.map((thing, index) => {
          const name = nameOf(thing);
          return (
            <li key={keyOf(thing)} className={classes.thing}>
              <div className={classes.grow}>{children(thing, index)}</div>
              {index < movable && (
                <div className={classes.arrows}>
                  <ActionIcon
                    variant="default"
                    aria-label={t("up", { name })}
                    disabled={index === 0}
                    onClick={() => move(index, index - 1)}
                  >
                    <IconArrowUp size={16} aria-hidden />
                  </ActionIcon>
                  <ActionIcon
                    variant="default"
                    aria-label={t("down", { name })}
                    disabled={index >= movable - 1}
                    onClick={() => move(index, index + 1)}
                  >
                    <IconArrowDown size={16} aria-hidden />
                  </ActionIcon>
                </div>
              )}
            </li>
          );
        })}
      </ol>
    </>
  );
}
