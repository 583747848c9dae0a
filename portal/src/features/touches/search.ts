/** Search parameters of the ledger: whose touches, and which page of them. */
import { LIST_TOUCHES_CURSOR } from "@/api/limits";
import { type SearchOf, search, word } from "@/kit/list/search";

export const touchSearch = search({
  person: word(),
  account: word(),
  record: word(),
  cursor: word(LIST_TOUCHES_CURSOR.most),
});
export type TouchSearch = SearchOf<typeof touchSearch>;
