/** A page that is a record: what it is and where it stands, the act that is next, what happened, what is known of it. */
import type { LinkProps } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Boundary } from "@/components/Boundary";
import { BackLink, useTitle } from "@/components/Page";
import { BrokenPart } from "@/components/states";
import classes from "./RecordPage.module.css";
import "./texts";

interface HeadProps {
  number?: string;
  title: string;
  state?: ReactNode;
  /** Further marks beside the state. */
  marks?: ReactNode;
  /** One line: since when, by whom. */
  lead?: ReactNode;
  /** Acts at the end of the marks: those that are seldom wanted. */
  acts?: ReactNode;
}

/** What a record is and where it stands, as the heading of a page or of a pane. */
export function RecordHead(props: HeadProps & { pane?: boolean; children?: ReactNode }) {
  const { number, title, state, marks, lead, acts, pane, children } = props;
  const Heading = pane ? "h2" : "h1";
  return (
    <header className={classes.head} data-pane={pane || undefined}>
      {(number || state || marks || acts) && (
        <div className={classes.marks}>
          {number && <span className={classes.number}>{number}</span>}
          {state}
          {marks}
          {acts && <span className={classes.end}>{acts}</span>}
        </div>
      )}
      <Heading className={classes.title}>{title}</Heading>
      {lead && <p className={classes.lead}>{lead}</p>}
      {children}
    </header>
  );
}

interface Props extends HeadProps {
  back?: LinkProps & { label: string };
  /** Above everything: what has to be known, and the act that is next. */
  notice?: ReactNode;
  /** What the record says itself. */
  children?: ReactNode;
  /** What happened to it, and below that a way to add to it. */
  timeline?: ReactNode;
  compose?: ReactNode;
  /** At its side: the facts, then what belongs to it. */
  properties?: ReactNode;
  related?: ReactNode;
  files?: ReactNode;
  touches?: ReactNode;
}

const SIDE = ["properties", "related", "files", "touches"] as const;

export function RecordPage({ back, notice, children, timeline, compose, ...props }: Props) {
  const { t } = useTranslation("record");
  const { number, title, state, marks, lead, acts } = props;
  useTitle(number ? `${number} ${title}` : title);
  const side = SIDE.filter((name) => props[name]);
  return (
    <>
      {back && <BackLink {...back} />}
      <RecordHead
        title={title}
        state={state}
        marks={marks}
        lead={lead}
        acts={acts}
        {...(number && { number })}
      />
      <div className={classes.columns}>
        {notice && <div className={classes.notice}>{notice}</div>}
        <div className={classes.main}>
          {children}
          {timeline && (
            <section aria-labelledby="timeline">
              <h2 id="timeline" className={classes.heading}>
                {t("timeline")}
              </h2>
              <Boundary instead={<BrokenPart />}>{timeline}</Boundary>
            </section>
          )}
          {compose}
        </div>
        {side.length > 0 && (
          <aside className={classes.side} aria-label={t("side")} data-brief={side.length === 1 || undefined}>
            {side.map((name) => (
              <RecordPart
                key={name}
                title={t(name)}
                bare={name === "properties"}
                rows={name === "properties"}
              >
                {props[name]}
              </RecordPart>
            ))}
          </aside>
        )}
      </div>
    </>
  );
}

interface PartProps {
  title: string;
  /** The title is for those who do not see what the part is. */
  bare?: boolean;
  /** Each fact is on one line. */
  rows?: boolean;
  children: ReactNode;
}

/** A part of what is known of a record. */
export function RecordPart({ title, bare, rows, children }: PartProps) {
  return (
    <section
      className={classes.part}
      data-rows={rows || undefined}
      {...(bare ? { "aria-label": title } : {})}
    >
      {!bare && <h2 className={classes.partTitle}>{title}</h2>}
      <Boundary instead={<BrokenPart />}>{children}</Boundary>
    </section>
  );
}
