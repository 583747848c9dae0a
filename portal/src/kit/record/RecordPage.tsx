/** Page of one record: title and state, next act, timeline and, at the side, its facts. */
import type { LinkProps } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Boundary } from "@/components/Boundary";
import { BackLink, useTitle } from "@/components/Page";
import paper from "@/components/paper.module.css";
import { BrokenPart } from "@/components/states";
import classes from "./RecordPage.module.css";
import "./texts";

interface HeadProps {
  number?: string;
  title: string;
  state?: ReactNode;
  /** Further marks after the state. */
  marks?: ReactNode;
  /** One line: since when, by whom. */
  lead?: ReactNode;
  /** Acts that are seldom used, at the end of the marks. */
  acts?: ReactNode;
}

/** Heading of a record's page or pane: number, title, state and acts. */
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
  /** Identifies the record: nothing that was open or typed on a page is carried to another record. */
  id: string;
  back?: LinkProps & { label: string };
  /** News of the record and its next act, above everything else. */
  notice?: ReactNode;
  /** Content of the record, such as its description. */
  children?: ReactNode;
  /** History of the record, and below that a form that adds to it. */
  timeline?: ReactNode;
  compose?: ReactNode;
  /** Facts of the record at the side, followed by related records, files and touches. */
  properties?: ReactNode;
  related?: ReactNode;
  files?: ReactNode;
  touches?: ReactNode;
}

const SIDE = ["properties", "related", "files", "touches"] as const;

export function RecordPage(props: Props) {
  return <OneRecord key={props.id} {...props} />;
}

function OneRecord({ back, notice, children, timeline, compose, ...props }: Props) {
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
          {compose && <div className={paper.never}>{compose}</div>}
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
  /** The title is for screen readers only. */
  bare?: boolean;
  /** Each fact is on one line. */
  rows?: boolean;
  children: ReactNode;
}

/** Part at the side of a record, under its title. */
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
