/** One article, and whether it helped. */
import { Button } from "@mantine/core";
import { IconMoodSad, IconMoodSmile } from "@tabler/icons-react";
import { Link, useParams } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/api/client";
import { NEW_FEEDBACK_COMMENT } from "@/api/limits";
import type { Article } from "@/api/types";
import { ArticleBody } from "@/components/ArticleBody";
import { Page } from "@/components/Page";
import { QueryResult } from "@/components/states";
import { When } from "@/components/When";
import { useMay } from "@/context/home";
import { askingAs, usePlaces } from "@/context/places";
import { useSession } from "@/context/session";
import { useArticle } from "@/kit/answers/api";
import { Form } from "@/kit/form/Form";
import { text } from "@/kit/form/rules";
import { TextArea } from "@/kit/form/TextArea";
import { useForm } from "@/kit/form/useForm";
import { Print } from "@/kit/show/Print";
import classes from "./ArticlePage.module.css";
import { Contents } from "./Contents";
import { Related } from "./Related";
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
  const sheet = useRef<HTMLElement>(null);
  const [before, after] = t("updated", { when: "\u0000" }).split("\u0000");
  const facts = [t(`kinds.${article.kind}`), ...article.products.map((product) => product.name)];
  return (
    <Page
      title={article.title}
      subtitle={
        <>
          {facts.join(" · ")} · {before}
          <When at={article.updated_at} focusable />
          {after}
        </>
      }
      actions={<Print />}
      back={{ label: t("back"), to: places.knowledge }}
    >
      <div className={classes.columns}>
        <Contents of={sheet} html={article.body_html} />
        <article ref={sheet} className={classes.sheet} lang={article.language}>
          <ArticleBody html={article.body_html} />
        </article>
      </div>
      <Feedback article={article.id} />
      <Related article={article.id} />
    </Page>
  );
}

function Feedback({ article }: { article: string }) {
  const { t } = useTranslation("knowledge");
  const { hat } = useSession();
  const may = useMay();
  const places = usePlaces();
  const [asking, setAsking] = useState(false);
  const [thanks, setThanks] = useState<"thanks" | "thanksNo" | null>(null);
  const path = { id: article };
  const post = (body: { helpful: boolean; comment?: string }, key: string) =>
    unwrap(
      api.POST("/v1/articles/{id}/feedback", { params: { path, header: { "Idempotency-Key": key } }, body }),
    );
  const yes = useForm({
    start: {},
    send: (_, { key }) => post({ helpful: true }, key),
    onSent: () => setThanks("thanks"),
  });
  const no = useForm({
    start: { comment: "" },
    rules: { comment: text(NEW_FEEDBACK_COMMENT) },
    send({ comment }, { key }) {
      const words = comment.trim();
      return post({ helpful: false, ...(words ? { comment: words } : {}) }, key);
    },
    onSent: () => setThanks("thanksNo"),
  });

  return (
    <section className={classes.feedback} aria-label={t("helpful")}>
      <div role="status">{thanks && <p className={classes.thanks}>{t(thanks)}</p>}</div>
      {!thanks && !asking && (
        <div className={classes.ask}>
          <span className={classes.question}>{t("helpful")}</span>
          <Button
            variant="default"
            size="sm"
            leftSection={<IconMoodSmile size={17} aria-hidden />}
            loading={yes.busy}
            onClick={() => void yes.submit()}
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
          {yes.failure && <span role="alert">{yes.failure.text}</span>}
        </div>
      )}
      {!thanks && asking && (
        <Form of={no} submit={t("send")} onCancel={() => setAsking(false)}>
          <TextArea of={no} name="comment" label={t("missing")} optional rows={3} autoFocus />
        </Form>
      )}
      {may("open_ticket") && (
        <p className={classes.still}>
          {t("still")} <Link to={places.newTicket}>{t(`ask.${askingAs(hat.kind)}`)}</Link>
        </p>
      )}
    </section>
  );
}
