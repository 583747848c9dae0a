/** A message's Markdown drawn. */
import { useMemo } from "react";
import { messageHtml } from "./markdown";
import classes from "./Prose.module.css";

export default function DrawnMessage({ text }: { text: string }) {
  const safe = useMemo(() => ({ __html: messageHtml(text) }), [text]);
  // biome-ignore lint/security/noDangerouslySetInnerHtml: sanitised just above
  return <div className={classes.message} dangerouslySetInnerHTML={safe} />;
}
