/** Articles in every state, for their editors. */
import { Button } from "@mantine/core";
import { IconChartBar, IconFilePencil, IconPencilPlus } from "@tabler/icons-react";
import { Link, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/api/client";
import { LIST_MANUSCRIPTS_Q } from "@/api/limits";
import type { ManuscriptRow } from "@/api/types";
import { plainDate } from "@/components/time";
import { useWhen, useZone, When } from "@/components/When";
import { useMay } from "@/context/home";
import { useSession } from "@/context/session";
import { RowLink } from "@/kit/list/DataTable";
import { Choice, Select, Words } from "@/kit/list/filters";
import { ListPage } from "@/kit/list/ListPage";
import { type Asked, useListing } from "@/kit/list/useListing";
import { manuscriptActs, manuscriptsKey, READERS } from "./api";
import { ArticleState, stillToCome, useArticleWords } from "./words";
import "./texts";

export default function ArticlesPage() {
  const { t } = useTranslation("editor");
  const may = useMay();
  const { person } = useSession();
  const { locale } = useZone();
  const words = useArticleWords();
  const when = useWhen();
  const { owner, ...search } = useSearch({ from: "/staff/articles" });
  const { sort: _, cursor: __, ...filters } = search;
  const whose = owner ? { owner: person.id } : {};
  const ask = (page: Asked) =>
    unwrap(api.GET("/v1/editor/articles", { params: { query: { ...filters, ...whose, ...page } } }));
  const list = useListing({
    key: manuscriptsKey,
    needs: "list_manuscripts",
    search: { owner, ...search },
    ask,
  });
  return (
    <ListPage
      title={t("title")}
      subtitle={t("lead")}
      views="articles"
      file="articles"
      actions={
        <>
          {may("view_insights") && (
            <Button
              component={Link}
              to="/staff/articles/insights"
              variant="default"
              leftSection={<IconChartBar size={16} aria-hidden />}
            >
              {t("insights.link")}
            </Button>
          )}
          {may("write_article") && (
            <Button
              component={Link}
              to="/staff/articles/new"
              leftSection={<IconPencilPlus size={16} aria-hidden />}
            >
              {t("write")}
            </Button>
          )}
        </>
      }
      filters={
        <>
          <Select
            of={list}
            name="state"
            label={t("which")}
            choices={{ "": t("everyState"), ...t("states", { returnObjects: true }) }}
          />
          <Choice of={list} name="owner" label={t("whose")} choices={{ "": t("everyone"), me: t("mine") }} />
        </>
      }
      find={
        <Words
          of={list}
          name="q"
          label={t("find")}
          region={t("title")}
          placeholder={t("find")}
          act={t("findAct")}
          most={LIST_MANUSCRIPTS_Q.most}
        />
      }
      list={list}
      label={t("title")}
      nameOf={({ title }) => title}
      allowed={({ allowed }) => allowed}
      refreshes={[["manuscript"], ...READERS]}
      acts={[
        {
          name: "review",
          label: t("acts.review"),
          send: ({ id }) => manuscriptActs(id).review,
          done: ({ title }) => t("acts.reviewed", { title }),
        },
        {
          name: "publish",
          label: t("acts.publish"),
          send: ({ id }) => manuscriptActs(id).publish,
          done({ title, publish_at }) {
            const at = stillToCome(publish_at);
            return at ? t("acts.scheduled", { title, when: when(at) }) : t("acts.published", { title });
          },
        },
      ]}
      empty={{ icon: IconFilePencil, title: t("none"), text: t("noneText") }}
      columns={[
        {
          key: "title",
          title: t("name"),
          heading: true,
          sort: ({ title }) => title,
          csv: ({ title }) => title,
          cell: ({ id, title }) => (
            <RowLink to="/staff/articles/$id" params={{ id }}>
              {title}
            </RowLink>
          ),
        },
        {
          key: "state",
          title: t("state"),
          bare: "end",
          csv: (article) => words.state(article),
          cell: (article) => <ArticleState article={article} />,
        },
        {
          key: "owner",
          title: t("owner"),
          sort: ({ owner }) => owner.name,
          csv: ({ owner }) => owner.name,
          cell: ({ owner }) => owner.name || t("unknownOwner"),
        },
        {
          key: "audiences",
          title: t("audiences"),
          csv: (article) => words.audiences(article),
          cell: (article) => words.audiences(article),
        },
        {
          key: "products",
          title: t("products"),
          csv: (article) => words.products(article),
          cell: (article) => words.products(article),
        },
        {
          key: "helped",
          title: t("helped"),
          csv: (article) => words.votes(article),
          cell: (article) => words.votes(article),
        },
        {
          key: "review",
          title: t("reviewBy"),
          sort: ({ review_by }: ManuscriptRow) => review_by ?? "",
          csv: ({ review_by }) => review_by,
          cell: ({ review_by }) => review_by && plainDate(review_by, locale),
        },
        {
          key: "changed",
          title: t("changed"),
          sort: ({ changed_at }) => changed_at,
          csv: ({ changed_at }) => changed_at,
          cell: ({ changed_at }) => <When at={changed_at} />,
        },
      ]}
    />
  );
}
