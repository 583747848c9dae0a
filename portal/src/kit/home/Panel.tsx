/** Components of the home page: panels with rows of two lines, tiles with counts, boxes with a sentence. */
import { Link, type LinkProps } from "@tanstack/react-router";
import type { ReactNode } from "react";
import classes from "./home.module.css";

export function Panel({ children }: { children: ReactNode }) {
  return <ul className={classes.panel}>{children}</ul>;
}

interface RowProps {
  name: ReactNode;
  meta?: ReactNode;
}

function Words({ name, meta }: RowProps) {
  return (
    <span className={classes.words}>
      <span className={classes.name}>{name}</span> {meta && <span className={classes.meta}>{meta}</span>}
    </span>
  );
}

interface PanelRowProps extends RowProps {
  link: LinkProps;
  /** At the right: a state, and below it a time. */
  state?: ReactNode;
  time?: ReactNode;
}

/** Row that links to a record. */
export function PanelRow({ link, state, time, ...words }: PanelRowProps) {
  return (
    <li>
      <Link {...link} className={classes.row}>
        <Words {...words} />
        {state && (
          <span className={classes.end}>
            {state} <span className={classes.meta}>{time}</span>
          </span>
        )}
      </Link>
    </li>
  );
}

interface AskProps extends RowProps {
  link: LinkProps;
  /** Meaning of the coloured line at its edge, which the words say as well. */
  tint: string;
  children: ReactNode;
}

/** A record that waits for the person, with its acts. */
export function PanelAsk({ link, tint, name, meta, children }: AskProps) {
  return (
    <li className={classes.ask} data-tint={tint}>
      <span className={classes.words}>
        <Link {...link} className={classes.plain}>
          <span className={classes.name}>{name}</span>
        </Link>{" "}
        <span className={classes.meta}>{meta}</span>
      </span>
      <span className={classes.acts}>{children}</span>
    </li>
  );
}

/** Shown instead of a panel that has nothing to show. */
export function Nothing({ children }: { children: ReactNode }) {
  return <p className={classes.none}>{children}</p>;
}

/** A sentence and an act. */
export function Box({ text, children }: { text: string; children: ReactNode }) {
  return (
    <div className={classes.box}>
      <p className={classes.text}>{text}</p>
      {children}
    </div>
  );
}

export interface Figure {
  key: string;
  value: ReactNode;
  label: string;
  danger?: boolean;
  link: LinkProps;
}

/** Counts that link to their lists. */
export function Tiles({ figures }: { figures: readonly Figure[] }) {
  return (
    <ul className={classes.tiles}>
      {figures.map(({ key, value, label, danger, link }) => (
        <li key={key}>
          <Link {...link} className={classes.tile} data-tint={danger ? "danger" : undefined}>
            <span className={classes.figure}>{value}</span> <span className={classes.meta}>{label}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
