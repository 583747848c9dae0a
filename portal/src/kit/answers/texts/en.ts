/** Words of the articles suggested next to a form. */
export const suggest = {
  title: "These may answer it",
  degraded: "Search is limited right now; there may be better answers.",
  region: "Suggested articles",
  found_one: "{{count}} suggested article",
  found_other: "{{count}} suggested articles",
  solved: "This solved it",
  notSolved: "Continue with my ticket",
  notSolved_request: "Continue with my request",
  open: "Open as a page",
} as const;
