/** One article, and whether it helped. */
import { Button, Textarea } from "@mantine/core";
import { IconMoodSad, IconMoodSmile } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, newKey, unwrap } from "@/api/client";
import { NEW_FEEDBACK_COMMENT } from "@/api/limits";
import { problemKey } from "@/api/problem";
import type { Article } from "@/api/types";
import { ArticleBody } from "@/components/ArticleBody";
import { Page } from "@/components/Page";
import { QueryResult } from "@/components/states";
import { toast } from "@/components/toasts";
import { useWhen } from "@/components/When";
import { useMay } from "@/context/home";
import { askingAs, usePlaces } from "@/context/places";
import { useSession } from "@/context/session";
import classes from "./ArticlePage.module.css";
import { useArticle } from "./api";
import "./texts";

export default function ArticlePage() {
  const { id } = useParams({ strict: false });
  const article = useArticle(id ?? "");
  return (
    <QueryResult query={article} lines={9} page>
      {(found) => <Reading key={found.id} article={found} />}
    </QueryResult>
  );
}

function Reading({ article }: { article: Article }) {
  const { t } = useTranslation("knowledge");
  const places = usePlaces();
  const when = useWhen();
  const facts = [t(`kinds.${article.kind}`), ...article.products.map((product) => product.name)];
  return (
    <Page
      title={article.title}
      subtitle={`${facts.join(" · ")} · ${t("updated", { when: when(article.updated_at) })}`}
      back={{ label: t("back"), to: places.knowledge }}
    >
      <article className={classes.sheet}>
        <ArticleBody html={article.body_html} />
      </article>
      <Feedback article={article.id} />
    </Page>
  );
}

function Feedback({ article }: { article: string }) {
  const { t } = useTranslation("knowledge");
  const { t: common } = useTranslation();
  const { hat } = useSession();
  const may = useMay();
  const places = usePlaces();
  const [asking, setAsking] = useState(false);
  const [comment, setComment] = useState("");
  const send = useMutation({
    mutationFn: (body: { helpful: boolean; comment?: string }) =>
      unwrap(
        api.POST("/v1/articles/{id}/feedback", {
          params: { path: { id: article }, header: { "Idempotency-Key": newKey() } },
          body,
        }),
      ),
    onError: (error) => toast(common(problemKey(error)), "error"),
  });

  function onSubmit(event: FormEvent) {
    event.preventDefault();
    const words = comment.trim();
    send.mutate({ helpful: false, ...(words ? { comment: words } : {}) });
  }

  return (
    <section className={classes.feedback} aria-label={t("helpful")}>
      <div role="status">
        {send.isSuccess && (
          <p className={classes.thanks}>{t(send.variables.helpful ? "thanks" : "thanksNo")}</p>
        )}
      </div>
      {!send.isSuccess && !asking && (
        <div className={classes.ask}>
          <span className={classes.question}>{t("helpful")}</span>
          <Button
            variant="default"
            size="sm"
            leftSection={<IconMoodSmile size={17} aria-hidden />}
            loading={send.isPending}
            onClick={() => send.mutate({ helpful: true })}
          >
            {t("yes")}
          </Button>
          <Button
            variant="default"
            size="sm"
            leftSection={<IconMoodSad size={17} aria-hidden />}
            onClick={() => setAsking(true)}
          >
            {t("no")}
          </Button>
        </div>
      )}
      {!send.isSuccess && asking && (
        <form onSubmit={onSubmit} className={classes.form}>
          <Textarea
            label={
              <>
                {t("missing")} <span className={classes.optional}>{common("act.optional")}</span>
              </>
            }
            rows={3}
            maxLength={NEW_FEEDBACK_COMMENT.most}
            value={comment}
            onChange={(event) => setComment(event.currentTarget.value)}
            autoFocus
          />
          <div className={classes.end}>
            <Button variant="default" onClick={() => setAsking(false)}>
              {common("act.cancel")}
            </Button>
            <Button type="submit" loading={send.isPending}>
              {t("send")}
            </Button>
          </div>
        </form>
      )}
      {may("open_ticket") && (
        <p className={classes.still}>
          {t("still")} <Link to={places.newTicket}>{t(`ask.${askingAs(hat.kind)}`)}</Link>
        </p>
      )}
    </section>
  );
}
