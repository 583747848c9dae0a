/** A message's Markdown drawn. */
import { useMemo } from "react";
import { messageHtml } from "./markdown";
import classes from "./Prose.module.css";

export default function DrawnMessage({ text }: { text: string }) {
  const html = useMemo(() => messageHtml(text), [text]);
  if (html === null) return <div className={classes.plain}>{text}</div>;
  // biome-ignore lint/security/noDangerouslySetInnerHtml: sanitised just above
  return <div className={classes.message} dangerouslySetInnerHTML={{ __html: html }} />;
}
