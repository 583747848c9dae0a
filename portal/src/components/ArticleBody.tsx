/** An article's HTML. */
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Boundary } from "./Boundary";
import classes from "./Prose.module.css";
import { articleHtml } from "./sanitise";

export function ArticleBody({ html }: { html: string }) {
  return (
    <Boundary key={html} instead={<NotDrawn />}>
      <Drawn html={html} />
    </Boundary>
  );
}

function Drawn({ html }: { html: string }) {
  const safe = useMemo(() => articleHtml(html), [html]);
  if (safe === null) return <NotDrawn />;
  // biome-ignore lint/security/noDangerouslySetInnerHtml: sanitised just above
  return <div className={classes.article} dangerouslySetInnerHTML={{ __html: safe }} />;
}

function NotDrawn() {
  const { t } = useTranslation();
  return <p role="alert">{t("state.brokenArticle")}</p>;
}
