/** A page: its title for the window and the heading, what one can do there, and the way back. */
import { IconChevronLeft } from "@tabler/icons-react";
import { Link, type LinkProps } from "@tanstack/react-router";
import { type ReactNode, useEffect } from "react";
import { useBranding } from "@/context/branding";
import { Boundary } from "./Boundary";
import classes from "./Page.module.css";
import { BrokenPart } from "./states";

interface Props {
  title: string;
  /** A line under the title. */
  subtitle?: ReactNode;
  actions?: ReactNode;
  back?: LinkProps & { label: string };
  narrow?: boolean;
  children: ReactNode;
}

export function useTitle(title: string): void {
  const company = useBranding()?.company_name;
  useEffect(() => {
    document.title = company ? `${title} · ${company}` : title;
  }, [title, company]);
}

export function Page({ title, subtitle, actions, back, narrow, children }: Props) {
  useTitle(title);
  return (
    <div className={narrow ? classes.narrow : undefined}>
      {back && <BackLink {...back} />}
      <div className={classes.head}>
        <div className={classes.words}>
          <h1 className={classes.title}>{title}</h1>
          {subtitle && <p className={classes.subtitle}>{subtitle}</p>}
        </div>
        {actions && <div className={classes.actions}>{actions}</div>}
      </div>
      {children}
    </div>
  );
}

export function BackLink({ label, ...to }: LinkProps & { label: string }) {
  return (
    <Link {...to} className={classes.back}>
      <IconChevronLeft size={16} aria-hidden />
      {label}
    </Link>
  );
}

/** A surface on the page's ground, with a heading of its own when it has one. */
interface CardProps {
  title?: string;
  acts?: ReactNode;
  /** The card is below a heading of the page, and its own is one smaller. */
  sub?: boolean;
  children: ReactNode;
}

export function Card({ title, acts, sub, children }: CardProps) {
  const Heading = sub ? "h3" : "h2";
  return (
    <section className={classes.card}>
      {title && (
        <div className={classes.cardHead}>
          <Heading className={classes.cardTitle}>{title}</Heading>
          {acts}
        </div>
      )}
      <Boundary instead={<BrokenPart />}>{children}</Boundary>
    </section>
  );
}
