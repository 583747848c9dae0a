/** Page on which the text of an article is changed. */
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Manuscript } from "@/api/types";
import { Page } from "@/components/Page";
import { QueryResult } from "@/components/states";
import { useZone } from "@/components/When";
import { Allowed } from "@/kit/Allowed";
import { useForm } from "@/kit/form/useForm";
import { useAct } from "@/kit/record/useAct";
import { ArticleForm } from "./ArticleForm";
import { manuscriptActs, manuscriptKey, manuscriptsKey, useManuscript, versionsKey } from "./api";
import { textOf, type Values, valuesOf } from "./form";
import { useArticleRules, useTold } from "./words";
import "./texts";

export default function TextPage() {
  const { id } = useParams({ from: "/staff/articles/$id/text" });
  const manuscript = useManuscript(id);
  return (
    <Allowed action="change_article">
      <QueryResult query={manuscript} lines={9} page>
        {(found) => <Changing key={found.id} manuscript={found} />}
      </QueryResult>
    </Allowed>
  );
}

function Changing({ manuscript }: { manuscript: Manuscript }) {
  const { t } = useTranslation("editor");
  const { timeZone } = useZone();
  const navigate = useNavigate();
  const { id, version, title, products } = manuscript;
  const told = useTold();
  const act = useAct(manuscript, {
    key: manuscriptKey(id),
    refreshes: [manuscriptsKey, versionsKey(id)],
    stale: t("form.stale"),
  });
  const back = () => navigate({ to: "/staff/articles/$id", params: { id } });
  const form = useForm<Values, Manuscript>({
    draft: `article-${id}`,
    version,
    start: valuesOf(manuscript, timeZone),
    rules: useArticleRules(),
    onFailed: act.conflict,
    send: (values, { key, version: seen }) =>
      act.run("replace", manuscriptActs(id).replace(textOf(values, timeZone, manuscript)), {
        key,
        version: seen,
        done: (saved) => t(saved.version === seen ? "form.unchanged" : "form.saved"),
      }),
    async onSent() {
      await back();
    },
  });
  return (
    <Page
      narrow
      title={t("form.changeTitle", { title })}
      subtitle={t("form.lead")}
      back={{ label: t("form.backToArticle"), to: "/staff/articles/$id", params: { id } }}
    >
      <ArticleForm
        of={form}
        known={products}
        told={told}
        newest={
          <Link to="/staff/articles/$id" params={{ id }} target="_blank">
            {t("form.newest")}
          </Link>
        }
        onCancel={() => void back()}
      />
    </Page>
  );
}
