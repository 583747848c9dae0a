/** Words of the answers: search, article, feedback. */
import { addTexts } from "@/i18n";

export const knowledge = {
  title: "Find an answer",
  openTicket: "Open {{number}}",
  lead: "Articles, frequent questions and manuals.",
  search: "Search the answers",
  hint: "What would you like to know?",
  findHint: "Search answers or a ticket number",
  findHintAnswers: "Search answers",
  noArticles: "No articles yet.",
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
  emptyText: "Try other or fewer words. We have noted what you were looking for.",
  asksNothing: "These words are too common to search for",
  asksNothingText:
    "Add a word that says what it is about: a product, a part of it, or a message you see on the screen.",
  elsewhere: {
    product_one: "{{count}} more in other products",
    product_other: "{{count}} more in other products",
    kind_one: "{{count}} more of another kind",
    kind_other: "{{count}} more of other kinds",
    both_one: "{{count}} more in other products or of another kind",
    both_other: "{{count}} more in other products or of other kinds",
  },
  showAll: "Show all",
  emptyAll: "No articles yet",
  emptyAllText: "Articles appear here once they are published.",
  ask: { ticket: "Submit a new ticket", request: "Ask for support" },
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
  contents: "On this page",
  related: "Related answers",
  openPage: "Open as a page",
} as const;

declare module "@/i18n" {
  interface Texts {
    knowledge: typeof knowledge;
  }
}

addTexts("knowledge", knowledge);
