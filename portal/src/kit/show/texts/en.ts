/** Words of the components that show parts of a record. */
export const show = {
  print: {
    act: "Print",
    loading: "Loading all of it first…",
    failed: "Not printed: not all of it could be loaded. Check your connection, then try again.",
    notAll: "This is not all of it: the rest was not loaded. The Print button on the page prints everything.",
  },
  step: { done: "Done", now: "Now", ahead: "To come", failed: "Failed" },
} as const;
