/** Page on which a new article is written. */
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api, once, unwrap } from "@/api/client";
import type { Manuscript } from "@/api/types";
import { Page } from "@/components/Page";
import { toast } from "@/components/toasts";
import { useZone } from "@/components/When";
import { languageOf } from "@/i18n/language";
import { Allowed } from "@/kit/Allowed";
import { useForm } from "@/kit/form/useForm";
import { ArticleForm } from "./ArticleForm";
import { manuscriptKey, manuscriptsKey } from "./api";
import { emptyValues, textOf, type Values } from "./form";
import { useArticleRules } from "./words";
import "./texts";

export default function NewArticlePage() {
  const { t } = useTranslation("editor");
  return (
    <Allowed action="write_article">
      <Page
        narrow
        title={t("form.newTitle")}
        subtitle={t("form.lead")}
        back={{ label: t("form.back"), to: "/staff/articles" }}
      >
        <Writing />
      </Page>
    </Allowed>
  );
}

function Writing() {
  const { t, i18n } = useTranslation("editor");
  const { timeZone } = useZone();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const form = useForm<Values, Manuscript>({
    draft: "article-new",
    start: emptyValues(languageOf(i18n.language)),
    rules: useArticleRules(),
    send: (values, { key }) =>
      unwrap(api.POST("/v1/articles", { ...once(key), body: textOf(values, timeZone) })),
    async onSent(made) {
      queries.setQueryData(manuscriptKey(made.id), made);
      void queries.invalidateQueries({ queryKey: manuscriptsKey });
      toast(t("form.saved"), "success");
      await navigate({ to: "/staff/articles/$id", params: { id: made.id } });
    },
  });
  return <ArticleForm of={form} onCancel={() => void navigate({ to: "/staff/articles" })} />;
}
