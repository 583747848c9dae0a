/** Looks of the series of a plot. Each has a colour, and a pattern or a shape, so that no look is a colour alone. */

interface Look {
  colour: string;
  /** Lines on the colour of a bar, in a square of 8 by 8. */
  pattern: string | null;
  /** Dashes of a line. */
  dashes: string;
  /** Outline of its points around 0, 0. */
  shape: string;
}

const LOOKS: Look[] = [
  { colour: "var(--portico-plot-1)", pattern: null, dashes: "", shape: "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0" },
  {
    colour: "var(--portico-plot-2)",
    pattern: "M-2 2L2 -2M0 8L8 0M6 10L10 6",
    dashes: "7 4",
    shape: "M-3.6 -3.6h7.2v7.2h-7.2z",
  },
  { colour: "var(--portico-plot-3)", pattern: "M0 2h8M0 6h8", dashes: "2 4", shape: "M0 -4.6L4.4 3.6H-4.4z" },
  { colour: "var(--portico-plot-4)", pattern: "M0 4h8M4 0v8", dashes: "12 4", shape: "M0 -5L5 0L0 5L-5 0z" },
  {
    colour: "var(--portico-plot-5)",
    pattern: "M2 0v8M6 0v8",
    dashes: "10 3 2 3",
    shape: "M0 4.6L4.4 -3.6H-4.4z",
  },
];

export function lookOf(series: number): Look {
  return LOOKS[series % LOOKS.length] as Look;
}

/** Returns the paint of a bar. */
export function paintOf(plot: string, series: number): string {
  const { pattern, colour } = lookOf(series);
  return pattern ? `url(#${plot}-${series})` : colour;
}

/** Patterns of a plot with so many series, which `paintOf` names. */
export function Patterns({ plot, count }: { plot: string; count: number }) {
  return (
    <defs>
      {LOOKS.slice(0, count).map(
        ({ colour, pattern }, series) =>
          pattern && (
            <pattern key={colour} id={`${plot}-${series}`} width={8} height={8} patternUnits="userSpaceOnUse">
              <rect width={8} height={8} fill={colour} />
              <path d={pattern} stroke="var(--portico-surface)" strokeWidth={1.6} />
            </pattern>
          ),
      )}
    </defs>
  );
}

/** Point of a line. */
export function Mark({ series, x, y }: { series: number; x: number; y: number }) {
  const { shape, colour } = lookOf(series);
  return (
    <path
      d={shape}
      transform={`translate(${x} ${y})`}
      fill={colour}
      stroke="var(--portico-surface)"
      strokeWidth={1.2}
    />
  );
}
