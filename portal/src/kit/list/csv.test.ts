import { describe, expect, it } from "vitest";
import { csvOf, separatorOf } from "./csv";

const columns = [
  { title: "Number", value: (row: string[]) => row[0] },
  { title: "What, briefly", value: (row: string[]) => row[1] },
];

/** The lines below the titles. */
const body = (file: string) => file.split("\r\n").slice(1).join("\r\n");

describe("the file of a list", () => {
  it("has a mark for UTF-8, a line for the titles, and every cell in quotes", () => {
    expect(csvOf([["T-1", 'Ærø says "no",\nagain'], ["T-2"]], columns)).toBe(
      '\uFEFF"Number","What, briefly"\r\n"T-1","Ærø says ""no"",\nagain"\r\n"T-2",""\r\n',
    );
  });

  it("takes a semicolon where the comma marks decimals", () => {
    expect(["nb-NO", "de-DE", "fr-FR"].map(separatorOf)).toEqual([";", ";", ";"]);
    expect(["en-US", "en-GB", "ja-JP"].map(separatorOf)).toEqual([",", ",", ","]);
    expect(csvOf([["T-1", "a;b"]], columns, ";")).toBe('\uFEFF"Number";"What, briefly"\r\n"T-1";"a;b"\r\n');
  });

  it.each(["=1+1", "+47 61", "-1", "@SUM(A1)", "\tx", "\rx", "  =x", "＝1+1", '"=x"', '" "=x'])(
    "has no cell that a spreadsheet takes for a formula: %j",
    (text) => {
      const line = body(csvOf([[text, "x"]], columns));
      expect(line.startsWith(`"'${text.replaceAll('"', '""')}"`)).toBe(true);
    },
  );

  it.each([
    ['printer;=HYPERLINK("http://x")', `printer;'=HYPERLINK(""http://x"")`],
    ["printer,+1;-2", "printer,'+1;'-2"],
    ["printer\t@x", "printer\t'@x"],
    ["printer\r\n=x", "printer\r\n'=x"],
    ["printer\n = x", "printer\n' = x"],
    ['printer;"=x"', `printer;'""=x""`],
    ["\r=x", "'\r'=x"],
  ])("has no part either, wherever a spreadsheet splits it: %j", (text, safe) => {
    expect(body(csvOf([["T-1", text]], columns))).toBe(`"T-1","${safe}"\r\n`);
  });

  it.each(["a-b; c=d", "1 - 2, 3 + 4", "me@acme.example"])("leaves other signs alone: %j", (text) => {
    expect(body(csvOf([["T-1", text]], columns))).toBe(`"T-1","${text}"\r\n`);
  });

  it("leaves numbers as they are", () => {
    expect(csvOf([-3], [{ title: "n", value: (row) => row }])).toBe('\uFEFF"n"\r\n"-3"\r\n');
  });
});
