/** Contents of an article: its headings, each a link to its part. */
import { type RefObject, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import classes from "./Contents.module.css";
import "./texts";

/** Number of headings from which an article has contents. */
const LEAST = 3;

interface Part {
  id: string;
  title: string;
  deep: boolean;
}

interface Props {
  /** The element that the article is drawn in. */
  of: RefObject<HTMLElement | null>;
  /** The article's HTML: when it changes, so do its headings. */
  html: string;
}

export function Contents({ of, html }: Props) {
  const { t } = useTranslation("knowledge");
  const [parts, setParts] = useState<Part[]>([]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the headings are those of this HTML
  useEffect(() => setParts(marked(of.current)), [of, html]);
  if (parts.length < LEAST) return null;
  return (
    <nav className={classes.contents} aria-label={t("contents")}>
      <p className={classes.title}>{t("contents")}</p>
      <ol className={classes.list}>
        {parts.map(({ id, title, deep }) => (
          <li key={id} data-deep={deep || undefined}>
            <a href={`#${id}`}>{title}</a>
          </li>
        ))}
      </ol>
    </nav>
  );
}

/** Gives each heading an address and lets it take the focus. The sanitiser removes what the text brings of its own. */
function marked(article: HTMLElement | null): Part[] {
  const headings = [...(article?.querySelectorAll<HTMLElement>("h2, h3") ?? [])];
  return headings.map((heading, index) => {
    heading.id = `part-${index + 1}`;
    heading.tabIndex = -1;
    return { id: heading.id, title: heading.textContent ?? "", deep: heading.tagName === "H3" };
  });
}
