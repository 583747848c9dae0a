/** Part of the home page: its name, the number of its items, a link to all of them, and the items on a panel. */
import { Link, type LinkProps } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Boundary } from "@/components/Boundary";
import hidden from "@/components/hidden.module.css";
import { BrokenPart } from "@/components/states";
import type { Frame } from "@/kit/feature/feature";
import classes from "./home.module.css";

interface Props extends Pick<Frame, "title" | "size"> {
  /** ID of the widget; absent if the part cannot be arranged. */
  id?: string;
  /** Whether only screen readers get the name. */
  bare?: boolean;
  count?: number | string | undefined;
  /** Link to the list of all items. */
  all?: Pick<LinkProps, "to" | "search">;
  children: ReactNode;
}

export function Block({ id, title, bare, count, all, size, children }: Props) {
  const { t } = useTranslation();
  return (
    <section className={classes.block} data-widget={id} data-size={size}>
      <div className={bare ? hidden.hidden : classes.head}>
        <h2 className={classes.title}>{title}</h2>
        {count !== undefined && count !== 0 && <span className={classes.count}>{count}</span>}
        {all && (
          <span className={classes.more}>
            <Link {...all}>{t("act.showAll")}</Link>
          </span>
        )}
      </div>
      <Boundary instead={<BrokenPart />}>{children}</Boundary>
    </section>
  );
}
