/** Search parameters of the answers. */
import { SEARCH_ARTICLES_CURSOR, SEARCH_ARTICLES_Q } from "@/api/limits";
import { oneOf, type SearchOf, search, word } from "@/kit/list/search";

export const articleSearch = search({
  q: word(SEARCH_ARTICLES_Q.most),
  product: word(),
  kind: oneOf("article", "faq", "manual"),
  cursor: word(SEARCH_ARTICLES_CURSOR.most),
});
export type ArticleSearch = SearchOf<typeof articleSearch>;
