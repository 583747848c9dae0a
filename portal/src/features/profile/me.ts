/** Query of one's own profile. Those of its parts begin with it, and are fetched again together. */
export const ME = ["me"];
