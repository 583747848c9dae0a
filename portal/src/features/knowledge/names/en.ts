/** Words of the knowledge in the shell and on the home page, needed before the area is loaded. */
export const names = {
  knowledge: "Answers",
  searchFor: "Search the answers for “{{words}}”",
  find_answer: "Find an answer",
  articles: "Latest articles",
} as const;
