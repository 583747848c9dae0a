/** A frequent question in the list of answers: it opens to its answer in place. */
import { IconChevronRight } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ArticleHit } from "@/api/types";
import { ArticleBody } from "@/components/ArticleBody";
import { QueryResult } from "@/components/states";
import { usePlaces } from "@/context/places";
import { useArticle } from "@/kit/answers/api";
import { Segments } from "@/kit/answers/Segments";
import classes from "./Question.module.css";
import "./texts";

export function Question({ item }: { item: ArticleHit }) {
  const [opened, setOpened] = useState(false);
  return (
    <li className={classes.question}>
      <details onToggle={({ currentTarget }) => setOpened((before) => before || currentTarget.open)}>
        <summary className={classes.summary}>
          <IconChevronRight size={18} aria-hidden className={classes.arrow} />
          <h2 className={classes.title}>
            <Segments parts={item.title_segments} />
          </h2>
          <span className={classes.products}>{item.products.map(({ name }) => name).join(" · ")}</span>
        </summary>
        {opened && <Answer of={item.id} />}
      </details>
    </li>
  );
}

function Answer({ of }: { of: string }) {
  const { t } = useTranslation("knowledge");
  const places = usePlaces();
  const article = useArticle(of);
  return (
    <div className={classes.answer}>
      <QueryResult query={article}>{({ body_html }) => <ArticleBody html={body_html} />}</QueryResult>
      <Link to={places.article} params={{ id: of }} className={classes.whole}>
        {t("openPage")}
      </Link>
    </div>
  );
}
