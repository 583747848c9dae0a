/** An article's HTML. */
import { useMemo } from "react";
import classes from "./Prose.module.css";
import { articleHtml } from "./sanitise";

export function ArticleBody({ html }: { html: string }) {
  const safe = useMemo(() => ({ __html: articleHtml(html) }), [html]);
  // biome-ignore lint/security/noDangerouslySetInnerHtml: sanitised just above
  return <div className={classes.article} dangerouslySetInnerHTML={safe} />;
}
