/** Running text: an article's HTML or a message in plain Markdown. */
import { useMemo } from "react";
import classes from "./Prose.module.css";
import { articleHtml, messageHtml } from "./prose";

export function ArticleBody({ html }: { html: string }) {
  const safe = useMemo(() => ({ __html: articleHtml(html) }), [html]);
  // biome-ignore lint/security/noDangerouslySetInnerHtml: sanitised just above
  return <div className={classes.article} dangerouslySetInnerHTML={safe} />;
}

export function Message({ text }: { text: string }) {
  const safe = useMemo(() => ({ __html: messageHtml(text) }), [text]);
  // biome-ignore lint/security/noDangerouslySetInnerHtml: sanitised just above
  return <div className={classes.message} dangerouslySetInnerHTML={safe} />;
}
