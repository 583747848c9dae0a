/** Search parameters of the people. */
import { search, word } from "@/kit/list/search";

export const peopleSearch = search({ q: word(100), sort: word(20), cursor: word() });
