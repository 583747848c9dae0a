/** Page that searches the answers. */
import { Button } from "@mantine/core";
import { IconAlertTriangle, IconBook2, IconMessageQuestion } from "@tabler/icons-react";
import { Link, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/api/client";
import { SEARCH_ARTICLES_Q } from "@/api/limits";
import type { ArticleHit, ArticlesFound } from "@/api/types";
import { EmptyState } from "@/components/states";
import { When } from "@/components/When";
import { useEntitlements } from "@/context/company";
import { useMay } from "@/context/home";
import { numberOrDigits } from "@/context/numbers";
import { askingAs, usePlaces } from "@/context/places";
import { useSession } from "@/context/session";
import { languageOf } from "@/i18n/language";
import { Segments } from "@/kit/answers/Segments";
import { Select, Words } from "@/kit/list/filters";
import { ListPage } from "@/kit/list/ListPage";
import { type Listing, useListing } from "@/kit/list/useListing";
import classes from "./KnowledgePage.module.css";
import { Question } from "./Question";
import type { ArticleSearch } from "./search";
import "./texts";

export default function KnowledgePage() {
  const { t, i18n } = useTranslation("knowledge");
  const language = languageOf(i18n.language);
  const may = useMay();
  const search: ArticleSearch = useSearch({ strict: false });
  const list = useListing({
    key: ["articles", language],
    search,
    ask: (page) => unwrap(api.GET("/v1/articles", { params: { query: { ...search, language, ...page } } })),
    limit: 20,
  });
  return (
    <ListPage
      title={t("title")}
      subtitle={t("lead")}
      filters={
        <>
          <Words
            large
            of={list}
            name="q"
            label={t("search")}
            region={t("title")}
            placeholder={t("hint")}
            act={t("act")}
            most={SEARCH_ARTICLES_Q.most}
          />
          {may("list_entitlements") && <ProductFilter of={list} />}
          <Select
            of={list}
            name="kind"
            label={t("kind")}
            choices={{ "": t("everyKind"), ...t("kinds", { returnObjects: true }) }}
          />
          <OpenTicket words={search.q ?? ""} />
        </>
      }
      list={list}
      label={t("results")}
      empty={(page) => (
        <>
          <Degraded page={page} />
          <NothingFound page={page} search={search} />
        </>
      )}
    >
      {(page) => (
        <section aria-label={t("results")}>
          <Degraded page={page} />
          <p role="status" className={classes.total}>
            {search.q ? t("total", { count: page.total }) : t("latest")}
          </p>
          <ul className={classes.list}>
            {page.items.map((item) =>
              search.kind === "faq" ? (
                <Question key={item.id} item={item} />
              ) : (
                <Hit key={item.id} item={item} />
              ),
            )}
          </ul>
          <Elsewhere count={page.also_elsewhere} search={search} />
        </section>
      )}
    </ListPage>
  );
}

/** Link to a ticket whose number was typed among the words. */
function OpenTicket({ words }: { words: string }) {
  const { t } = useTranslation("knowledge");
  const { hat } = useSession();
  const may = useMay();
  const places = usePlaces();
  const number = numberOrDigits(words);
  if (!number || !may("list_tickets")) return null;
  const to = hat.kind === "staff" ? "/staff/desk" : places.tickets;
  return (
    <Link to={to} search={{ number }} className={classes.total}>
      {t("openTicket", { number })}
    </Link>
  );
}

function Degraded({ page }: { page: ArticlesFound }) {
  const { t } = useTranslation("knowledge");
  if (!page.degraded) return null;
  return (
    <p role="status" className={classes.degraded}>
      <IconAlertTriangle size={16} aria-hidden /> {t("degraded")}
    </p>
  );
}

function NothingFound({ page, search }: { page: ArticlesFound; search: ArticleSearch }) {
  const { t } = useTranslation("knowledge");
  const { hat } = useSession();
  const may = useMay();
  const places = usePlaces();
  const [title, text] = page.asks_nothing
    ? [t("asksNothing"), t("asksNothingText")]
    : search.q
      ? [t("empty", { q: search.q }), t("emptyText")]
      : [t("emptyAll"), t("emptyAllText")];
  return (
    <EmptyState icon={page.asks_nothing ? IconMessageQuestion : IconBook2} title={title} text={text}>
      <Elsewhere count={page.also_elsewhere} search={search} />
      {may("open_ticket") && (
        <Button
          variant="default"
          renderRoot={(root) => <Link to={places.newTicket} search={{ synopsis: search.q }} {...root} />}
        >
          {t(`ask.${askingAs(hat.kind)}`)}
        </Button>
      )}
    </EmptyState>
  );
}

/** Number of further results without the filters, with a link to them. */
function Elsewhere({ count, search }: { count: number; search: ArticleSearch }) {
  const { t } = useTranslation("knowledge");
  const places = usePlaces();
  if (count === 0) return null;
  const left = search.product && search.kind ? "both" : search.product ? "product" : "kind";
  return (
    <p role="status" className={classes.elsewhere}>
      {t(`elsewhere.${left}`, { count })}:{" "}
      <Link to={places.knowledge} search={search.q ? { q: search.q } : {}}>
        {t("showAll")}
      </Link>
    </p>
  );
}

function Hit({ item }: { item: ArticleHit }) {
  const { t } = useTranslation("knowledge");
  const places = usePlaces();
  return (
    <li className={classes.hit}>
      <h2 className={classes.name}>
        <Link to={places.article} params={{ id: item.id }}>
          <Segments parts={item.title_segments} />
        </Link>
      </h2>
      <p className={classes.excerpt}>
        {item.excerpt.length > 0 ? <Segments parts={item.excerpt} /> : item.summary}
      </p>
      <p className={classes.facts}>
        <span>{t(`kinds.${item.kind}`)}</span>
        {item.products.map((product) => (
          <span key={product.id}>{product.name}</span>
        ))}
        <When at={item.updated_at} />
      </p>
    </li>
  );
}

function ProductFilter({ of }: { of: Listing<unknown, ArticleSearch> }) {
  const { t } = useTranslation("knowledge");
  const entitlements = useEntitlements();
  const products = new Map(entitlements.data?.items.map(({ product }) => [product.id, product.name]));
  return (
    <Select
      of={of}
      name="product"
      label={t("product")}
      choices={[
        { value: "", label: t("everyProduct") },
        ...[...products].map(([value, label]) => ({ value, label })),
      ]}
    />
  );
}
