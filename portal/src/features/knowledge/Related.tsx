/** Articles about the same as the one that is read. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/api/client";
import { usePlaces } from "@/context/places";
import classes from "./Related.module.css";
import "./texts";

export function Related({ article }: { article: string }) {
  const { t } = useTranslation("knowledge");
  const places = usePlaces();
  const path = { id: article };
  const related = useQuery({
    queryKey: ["related", article],
    queryFn: () => unwrap(api.GET("/v1/articles/{id}/related", { params: { path } })),
    staleTime: 60_000,
    // The article is whole without them.
    retry: false,
  });
  const items = related.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <section className={classes.related} aria-label={t("related")}>
      <h2 className={classes.title}>{t("related")}</h2>
      <ul className={classes.list}>
        {items.map(({ id, title, summary }) => (
          <li key={id}>
            <Link to={places.article} params={{ id }}>
              {title}
            </Link>
            <p className={classes.summary}>{summary}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}
