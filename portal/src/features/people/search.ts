/** Search parameters of the people. */
import { LIST_PEOPLE_CURSOR, LIST_PEOPLE_Q } from "@/api/limits";
import { oneOf, search, word } from "@/kit/list/search";

export const peopleSearch = search({
  q: word(LIST_PEOPLE_Q.most),
  kind: oneOf("customer", "partner", "employee", "staff"),
  status: oneOf("active", "invited", "disabled"),
  account: word(60),
  partner: word(60),
  sort: word(20),
  cursor: word(LIST_PEOPLE_CURSOR.most),
});

/** Account that many people are invited into. */
export const inviteSearch = search({ account: word(60) });
