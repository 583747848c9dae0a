/** What the address of the parked jobs holds. */
import { LIST_JOBS_CURSOR } from "@/api/limits";
import { search, word } from "@/kit/list/search";

export const jobSearch = search({ cursor: word(LIST_JOBS_CURSOR.most) });
