/** Words for the parts of an article: its state, its audiences, its products. */
import { useTranslation } from "react-i18next";
import type { ManuscriptRow } from "@/api/types";
import { Status } from "@/components/Status";
import { plainDate } from "@/components/time";
import { useZone } from "@/components/When";
import type { Told } from "@/kit/form/Theirs";
import { rulesOf, type Values } from "./form";
import "./texts";

type Article = Pick<ManuscriptRow, "state" | "stage">;

/** Time that is still to come; none if it has passed. */
export function stillToCome(time: string | null | undefined): string | null {
  return time && Date.parse(time) > Date.now() ? time : null;
}

/** State that readers know of. */
function shownState({ state, stage }: Article) {
  return state === "draft" || state === "review" ? (stage ?? state) : state;
}

/** Stage of a text that replaces the published one; none if there is no such text. */
export function nextStage({ state, stage }: Article) {
  return state === "draft" || state === "review" ? null : (stage ?? null);
}

export function useArticleWords() {
  const { t } = useTranslation("editor");
  return {
    state(article: Article) {
      const next = nextStage(article);
      const now = t(`states.${shownState(article)}`);
      return next ? `${now}. ${t("nextText", { stage: t(`states.${next}`) })}` : now;
    },
    audiences: ({ audiences }: Pick<ManuscriptRow, "audiences">) =>
      audiences.map((audience) => t(`audience.${audience}`)).join(", "),
    products: ({ products }: Pick<ManuscriptRow, "products">) =>
      products.length > 0 ? products.map(({ name }) => name).join(", ") : t("everyProduct"),
    votes: ({ helpful, unhelpful }: Pick<ManuscriptRow, "helpful" | "unhelpful">) =>
      helpful + unhelpful > 0 ? t("votes", { helpful, unhelpful }) : t("noVotes"),
    language: (tag: string) => (tag === "en" || tag === "es" ? t(`languages.${tag}`) : tag),
  };
}

/** Names of the fields, and their values in words, to tell another editor's change. */
export function useTold(): Told<Values> {
  const { t } = useTranslation("editor");
  const { locale } = useZone();
  return (values) => ({
    kind: [t("kind"), t(`kinds.${values.kind}`)],
    title: [t("form.title"), values.title],
    summary: [t("form.summary"), values.summary],
    body: [t("form.body")],
    audiences: [
      t("form.audiences"),
      values.audiences.map((audience) => t(`audience.${audience}`)).join(", "),
    ],
    product_ids: [t("form.products")],
    tags: [t("form.tags"), values.tags],
    language: [t("form.language"), values.language],
    publish_at: [t("form.publishAt"), values.publish_at.replace("T", " ")],
    expires_at: [t("form.expiresAt"), values.expires_at.replace("T", " ")],
    review_by: [t("form.reviewBy"), values.review_by && plainDate(values.review_by, locale)],
  });
}

/** Rules of the form, with their words. */
export function useArticleRules() {
  const { t } = useTranslation("editor");
  return rulesOf({
    needAudience: t("form.needAudience"),
    tooManyTags: t("form.tooManyTags"),
    tooManyProducts: t("form.tooManyProducts"),
    endsFirst: t("form.endsFirst"),
  });
}

/** State of an article, and that of a text that replaces the published one. */
export function ArticleState({ article }: { article: Article }) {
  const { t } = useTranslation("editor");
  const state = shownState(article);
  const next = nextStage(article);
  return (
    <>
      <Status state={state} label={t(`states.${state}`)} />
      {next && <Status plain state={next} label={t("nextText", { stage: t(`states.${next}`) })} />}
    </>
  );
}
