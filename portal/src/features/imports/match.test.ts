import { describe, expect, it } from "vitest";
import { guess, headOf, headOfFile, missing } from "./match";

const field = (name: string, required: boolean, ...synonyms: string[]) => ({
  name,
  required,
  synonyms,
  cell: "line" as const,
  words: [],
  example: "",
});
const kind = {
  kind: "accounts" as const,
  fields: [
    field("number", false, "account number"),
    field("name", true, "company"),
    field("territory", false, "región"),
  ],
  keys: [
    { name: "number", fields: ["number"], needs: ["number"] },
    { name: "name", fields: ["name"], needs: ["name"] },
  ],
};

describe("the header of a file", () => {
  it("is read with the separator that it has most of", () => {
    expect(headOf('"a, b";c;d\n1;2;3\n')).toEqual({ columns: ["a, b", "c", "d"], first: ["1", "2", "3"] });
    expect(headOf("\uFEFFsep=;\r\na,b;c\r\n")).toEqual({ columns: ["a,b", "c"], first: [] });
    expect(headOf("\n , \nname\nKim")).toEqual({ columns: ["name"], first: ["Kim"] });
    expect(headOf("\n\n")).toBeNull();
  });

  it("is read from the beginning of a large file, in its letters", async () => {
    const text = `número,nombre\n${"1,Peña\n".repeat(60_000)}`;
    expect((await headOfFile(new Blob([text])))?.columns).toEqual(["número", "nombre"]);
  });
});

describe("the columns of fields", () => {
  it("are found by their names and synonyms, in any spelling", () => {
    const columns = ["Account-Number", "COMPANY", "Region", "x"];
    expect(guess(kind.fields, columns)).toEqual({
      number: "Account-Number",
      name: "COMPANY",
      territory: "Region",
    });
  });

  it("are missing where the kind or its key needs them", () => {
    expect(missing(kind, "number", { name: "COMPANY" })).toEqual(["number"]);
    expect(missing(kind, "name", { name: "COMPANY" })).toEqual([]);
    expect(missing(kind, "name", {})).toEqual(["name"]);
  });
});
