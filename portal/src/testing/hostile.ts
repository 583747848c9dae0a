/** Texts written to break the pages that show them, each as long as the server accepts. */
import corpus from "../../../tests/hostile-texts.json";

const lines = (count: number, line: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => line(index)).join("\n");

/** Returns the texts with their names: the shared ones for every renderer, and those whose lines all differ. */
export function hostileTexts(): [name: string, text: string][] {
  const shared = corpus.texts.map(({ name, parts }): [string, string] => [
    name,
    parts.map(([piece, count]) => String(piece).repeat(Number(count))).join(""),
  ]);
  return [
    ...shared,
    ["quotes that grow shallower", lines(140, (index) => `${">".repeat(140 - index)} a`)],
    ["quotes that grow deeper", lines(140, (index) => `${">".repeat(index + 1)} a`)],
    ["lists that grow deeper", lines(140, (index) => `${" ".repeat(2 * index)}- a`)],
    ["code of every length", lines(190, (index) => `${"`".repeat(index + 1)}a`)],
    ["one long address used often", `[a]: http://x/${"y".repeat(10_000)}\n\n${"[a] ".repeat(2_400)}`],
  ];
}
