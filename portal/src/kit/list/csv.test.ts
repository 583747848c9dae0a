import { describe, expect, it } from "vitest";
import { csvOf } from "./csv";

const columns = [
  { title: "Number", value: (row: string[]) => row[0] },
  { title: "What, briefly", value: (row: string[]) => row[1] },
];

describe("the file of a list", () => {
  it("has a mark for UTF-8, a line for the titles, and quotes where they are needed", () => {
    expect(csvOf([["T-1", 'Ærø says "no",\nagain'], ["T-2"]], columns)).toBe(
      '\uFEFFNumber,"What, briefly"\r\nT-1,"Ærø says ""no"",\nagain"\r\nT-2,\r\n',
    );
  });

  it.each(["=1+1", "+47 61", "-1", "@SUM(A1)", "\tx", "\r=x", "  =x", "＝1+1"])(
    "has no cell that a spreadsheet takes for a formula: %j",
    (text) => {
      const line = csvOf([[text, "x"]], columns)
        .split("\r\n")
        .slice(1)
        .join("\r\n");
      expect(line.startsWith(`"'${text}`)).toBe(true);
    },
  );

  it("leaves numbers as they are", () => {
    expect(csvOf([-3], [{ title: "n", value: (row) => row }])).toBe("\uFEFFn\r\n-3\r\n");
  });
});
