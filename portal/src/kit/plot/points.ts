/** Points of a plot: the values and words of each row, for the drawing and the table. */

/** A series of a plot, of a value from each row: bars or a line, and a column of the table. */
export interface Series<Row> {
  key: string;
  /** Its name, in the legend and above its column. */
  title: string;
  /** Value that is drawn; null where there is none. */
  value: (row: Row) => number | null;
  /** The value in words, where its number does not say it: an amount of money, a duration. */
  words?: (row: Row) => string;
}

/** The rows are of categories, or of the weeks that begin on the given dates. */
export interface By<Row> {
  /** Name of the categories, above their column. */
  title: string;
  of: (row: Row) => string;
  week?: boolean;
}

export interface Point {
  key: string;
  /** The category or week in short, at the axis. */
  name: string;
  /** The category or week in full. */
  full: string;
  /** Value of each series. */
  values: (number | null)[];
  /** The same in words. */
  words: string[];
}

interface Wording {
  /** Writes a number that has no words of its own. */
  number: (value: number) => string;
  none: string;
  /** Write a week, in short and in full. */
  day: (date: string) => string;
  week: (date: string) => string;
}

export function pointsOf<Row>(
  rows: readonly Row[],
  by: By<Row>,
  series: readonly Series<Row>[],
  wording: Wording,
): Point[] {
  return rows.map((row) => {
    const key = by.of(row);
    const values = series.map(({ value }) => value(row));
    return {
      key,
      name: by.week ? wording.day(key) : key,
      full: by.week ? wording.week(key) : key,
      values,
      words: values.map((value, index) => {
        if (value === null) return wording.none;
        return series[index]?.words?.(row) ?? wording.number(value);
      }),
    };
  });
}

/** Whether there is anything to draw. */
export function hasValues(points: readonly Point[]): boolean {
  return points.some(({ values }) => values.some((value) => value !== null));
}
