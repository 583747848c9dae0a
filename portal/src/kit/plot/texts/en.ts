/** Words of every plot. */
export const plot = {
  asTable: "Show as a table",
  asPlot: "Show as a plot",
  /** Name of the drawing for screen readers, with how it is used. */
  drawing: "{{label}}. The left and right arrow keys go through it; the table has the same values.",
  week: "Week of {{day}}",
  none: "–",
  broken: "The plot could not be drawn. Its table has the same values.",
} as const;
