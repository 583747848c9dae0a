/** Words of the answers: search, article, feedback. */
import { addTexts } from "@/i18n";

export const knowledge = {
  title: "Find an answer",
  lead: "Articles, frequent questions and manuals.",
  search: "Search the answers",
  hint: "What would you like to know?",
  act: "Search",
  product: "Product",
  everyProduct: "Every product",
  kind: "Kind",
  everyKind: "Every kind",
  kinds: { article: "Article", faq: "Frequent question", manual: "Manual" },
  total_zero: "Nothing found",
  total_one: "{{count}} answer",
  total_other: "{{count}} answers",
  latest: "Latest articles",
  degraded: "Search is limited right now: it shows what it can, and there may be more.",
  empty: "Nothing found for “{{q}}”",
  emptyText: "Try other or fewer words, or look in every product. We have noted what you were looking for.",
  emptyAll: "No articles yet",
  emptyAllText: "Articles appear here once they are published.",
  ask: "Submit a new ticket",
  updated: "Updated {{when}}",
  back: "Answers",
  helpful: "Did this help?",
  yes: "Yes",
  no: "No",
  missing: "What was missing?",
  send: "Send",
  thanks: "Thank you.",
  thanksNo: "Thank you. We will improve this article.",
  still: "Still stuck?",
  results: "Answers found",
  next: "Next page",
} as const;

addTexts("knowledge", knowledge);
