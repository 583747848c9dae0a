/** Search parameters of the parked jobs. */
import { LIST_JOBS_CURSOR } from "@/api/limits";
import { search, word } from "@/kit/list/search";

export const jobSearch = search({ cursor: word(LIST_JOBS_CURSOR.most) });
