/** Words of every list. */
export const list = {
  first: "First page",
  next: "Next page",
  all_one: "{{count}} in all",
  all_other: "{{count}} in all",
  some: "{{count}} on this page",
  of: "{{count}} of {{total, number}} on this page",
  refresh: "Refresh",
  ascending: "{{title}}, sorted from the first",
  descending: "{{title}}, sorted from the last",
  sort: "Sort by {{title}}",
  acts: "Actions",
  choose: "Choose",
  chooseAll: "Choose all that are shown",
  chooseRow: "Choose {{name}}",
  chooseKey: "Choose the row; with Shift, all since the last one",
} as const;
