/** Texts that people may send and that are written to break whoever reads them, each as long as the server takes. */
import corpus from "../../../tests/hostile-texts.json";

const lines = (count: number, line: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => line(index)).join("\n");

/** Each with its name: those every renderer is held to, and those whose lines differ from one another. */
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
