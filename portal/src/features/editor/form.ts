/** Values of the form in which an article is written, and the text that the server takes. */
import { ARTICLE_TEXT_BODY, ARTICLE_TEXT_SUMMARY, ARTICLE_TEXT_TITLE } from "@/api/limits";
import type { ArticleText, Manuscript } from "@/api/types";
import { momentOf, wallTime } from "@/components/time";
import { chosen, type Rules, text } from "@/kit/form/rules";

export interface Values {
  kind: ArticleText["kind"];
  title: string;
  summary: string;
  body: string;
  audiences: ArticleText["audiences"];
  product_ids: string[];
  /** Tags with commas between them. */
  tags: string;
  language: string;
  /** Wall-clock times in the person's zone; empty if there is none. */
  publish_at: string;
  expires_at: string;
  review_by: string;
}

const MOST_TAGS = 10;
const LONGEST_TAG = 40;
const MOST_PRODUCTS = 10;

export function emptyValues(language: string): Values {
  return {
    kind: "article",
    title: "",
    summary: "",
    body: "",
    audiences: [],
    product_ids: [],
    tags: "",
    language,
    publish_at: "",
    expires_at: "",
    review_by: "",
  };
}

export function valuesOf(manuscript: Manuscript, timeZone: string): Values {
  const { kind, title, summary, body, audiences, language } = manuscript;
  const local = (at: string | null | undefined) => (at ? wallTime(new Date(at), timeZone) : "");
  return {
    kind,
    title,
    summary,
    body,
    audiences,
    product_ids: manuscript.products.map(({ id }) => id),
    tags: manuscript.tags.join(", "),
    language,
    publish_at: local(manuscript.publish_at),
    expires_at: local(manuscript.expires_at),
    review_by: manuscript.review_by ?? "",
  };
}

/** Returns the tags of a typed text, each once. */
export function tagsOf(typed: string): string[] {
  const tags = typed.split(",").map((tag) => tag.trim());
  return [...new Set(tags.filter((tag) => tag !== ""))];
}

/** Returns the text for the server. A time that was not changed stays exact to the second. */
export function textOf(values: Values, timeZone: string, before?: Manuscript): ArticleText {
  const { title, summary, body, tags, review_by, publish_at, expires_at, ...rest } = values;
  const was = before && valuesOf(before, timeZone);
  const moment = (name: "publish_at" | "expires_at", local: string) =>
    before && was?.[name] === local
      ? (before[name] ?? null)
      : (momentOf(local, timeZone)?.toISOString() ?? null);
  return {
    ...rest,
    title: title.trim(),
    summary: summary.trim(),
    body: body.trimEnd(),
    tags: tagsOf(tags),
    publish_at: moment("publish_at", publish_at),
    expires_at: moment("expires_at", expires_at),
    review_by: review_by || null,
  };
}

interface Words {
  needAudience: string;
  tooManyTags: string;
  tooManyProducts: string;
  endsFirst: string;
}

export function rulesOf(words: Words): Rules<Values> {
  return {
    title: text(ARTICLE_TEXT_TITLE),
    summary: text(ARTICLE_TEXT_SUMMARY),
    body: text(ARTICLE_TEXT_BODY),
    audiences: chosen(words.needAudience),
    product_ids: (products) => (products.length > MOST_PRODUCTS ? words.tooManyProducts : null),
    tags(typed) {
      const tags = tagsOf(typed);
      return tags.length > MOST_TAGS || tags.some((tag) => tag.length > LONGEST_TAG)
        ? words.tooManyTags
        : null;
    },
    expires_at: (end, { publish_at }) => (end && publish_at && end <= publish_at ? words.endsFirst : null),
  };
}
