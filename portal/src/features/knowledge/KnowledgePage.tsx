/** Searching the answers. The words and filters stand in the address. */
import { Button, NativeSelect, TextInput } from "@mantine/core";
import {
  IconAlertTriangle,
  IconBook2,
  IconChevronRight,
  IconMessageQuestion,
  IconSearch,
} from "@tabler/icons-react";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { SEARCH_ARTICLES_Q } from "@/api/limits";
import type { ArticleHit, ArticlesFound } from "@/api/types";
import { Page } from "@/components/Page";
import { EmptyState, QueryResult } from "@/components/states";
import { When } from "@/components/When";
import { useMay } from "@/context/home";
import { askingAs, usePlaces } from "@/context/places";
import { useSession } from "@/context/session";
import { numberOrDigits } from "@/shell/SearchBox";
import type { ArticleSearch } from "@/shell/search";
import { useEntitlements } from "../tickets/api";
import { useArticles } from "./api";
import classes from "./KnowledgePage.module.css";
import { Segments } from "./Segments";
import "./texts";

const KINDS = ["article", "faq", "manual"] as const;

export default function KnowledgePage() {
  const { t } = useTranslation("knowledge");
  const { hat } = useSession();
  const may = useMay();
  const places = usePlaces();
  const search: ArticleSearch = useSearch({ strict: false });
  const navigate = useNavigate();
  const articles = useArticles(search);
  const number = numberOrDigits(search.q ?? "");
  const [text, setText] = useState(search.q ?? "");
  const [asked, setAsked] = useState(search.q);
  if (asked !== search.q) {
    // The address changed under the box, by the search in the bar or by Back.
    setAsked(search.q);
    setText(search.q ?? "");
  }

  function go(next: ArticleSearch) {
    const { cursor: _, ...kept } = { ...search, ...next };
    const set = Object.entries({ ...kept, cursor: next.cursor }).filter(([, value]) => value);
    void navigate({ to: places.knowledge, search: Object.fromEntries(set) });
  }

  function onSubmit(event: FormEvent) {
    event.preventDefault();
    go({ q: text.trim() });
  }

  return (
    <Page title={t("title")} subtitle={t("lead")}>
      <search aria-label={t("title")}>
        <form className={classes.form} onSubmit={onSubmit}>
          <TextInput
            className={classes.words}
            type="search"
            aria-label={t("search")}
            placeholder={t("hint")}
            size="md"
            leftSection={<IconSearch size={18} aria-hidden />}
            value={text}
            maxLength={SEARCH_ARTICLES_Q.most}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <Button type="submit" size="md">
            {t("act")}
          </Button>
        </form>
      </search>
      <div className={classes.filters}>
        {may("list_entitlements") && (
          <ProductFilter value={search.product ?? ""} onChange={(product) => go({ product })} />
        )}
        <NativeSelect
          size="sm"
          aria-label={t("kind")}
          value={search.kind ?? ""}
          onChange={(event) => go({ kind: KINDS.find((kind) => kind === event.currentTarget.value) })}
        >
          <option value="">{t("everyKind")}</option>
          {KINDS.map((kind) => (
            <option key={kind} value={kind}>
              {t(`kinds.${kind}`)}
            </option>
          ))}
        </NativeSelect>
      </div>
      {number && may("list_tickets") && (
        <p className={classes.total}>
          {hat.kind === "staff" ? (
            <Link to="/staff/desk" search={{ number }}>
              {t("openTicket", { number })}
            </Link>
          ) : (
            <Link to={places.tickets} search={{ number }}>
              {t("openTicket", { number })}
            </Link>
          )}
        </p>
      )}
      <QueryResult query={articles} lines={8}>
        {(page) => (
          <>
            {page.degraded && (
              <p role="status" className={classes.degraded}>
                <IconAlertTriangle size={16} aria-hidden /> {t("degraded")}
              </p>
            )}
            {page.items.length === 0 ? (
              <NothingFound page={page} search={search} />
            ) : (
              <section aria-label={t("results")}>
                <p role="status" className={classes.total}>
                  {search.q ? t("total", { count: page.total }) : t("latest")}
                </p>
                <ul className={classes.list}>
                  {page.items.map((item) => (
                    <Hit key={item.id} item={item} />
                  ))}
                </ul>
                {page.next_cursor && (
                  <Button
                    variant="default"
                    rightSection={<IconChevronRight size={16} aria-hidden />}
                    onClick={() => go({ cursor: page.next_cursor ?? undefined })}
                  >
                    {t("next")}
                  </Button>
                )}
                <Elsewhere count={page.also_elsewhere} search={search} />
              </section>
            )}
          </>
        )}
      </QueryResult>
    </Page>
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

/** How many more there are without the filters, and the way to them. */
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

function ProductFilter({ value, onChange }: { value: string; onChange: (product: string) => void }) {
  const { t } = useTranslation("knowledge");
  const entitlements = useEntitlements();
  const products = new Map(entitlements.data?.items.map(({ product }) => [product.id, product.name]));
  return (
    <NativeSelect
      size="sm"
      aria-label={t("product")}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    >
      <option value="">{t("everyProduct")}</option>
      {[...products].map(([id, name]) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </NativeSelect>
  );
}
