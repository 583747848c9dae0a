/** Words of the home page and of arranging it. */
export const home = {
  title: "Hello, {{name}}",
  empty: "Your home page is empty",
  emptyText: "You have hidden every part of it. Choose what to show under Layout.",
  arrange: "Arrange this page",
  layoutTitle: "Layout",
  layoutLead: "Choose what your home page shows and in which order. It is the same on all your devices.",
  up: "Move {{name}} up",
  down: "Move {{name}} down",
  show: "Show {{name}}",
  moved: "{{name}} is now at place {{place}} of {{count}}.",
  saved: "Your home page is saved.",
  save: "Save layout",
  reset: "Undo changes",
  stale: "Your layout was changed in another window. You now see that one; please arrange it again.",
} as const;
