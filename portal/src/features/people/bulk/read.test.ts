import { describe, expect, it } from "vitest";
import { cellsOf, textOfFile } from "@/kit/list/cells";
import { MOST_LINES, readLines, wantedBy } from "./read";

const QUEUES = [
  { id: "q1", name: "PowerPlus" },
  { id: "q2", name: "Finance" },
];
const own = { queues: QUEUES, customers: false, language: "en" } as const;
const faults = (text: string, known: Parameters<typeof readLines>[1] = own) =>
  readLines(text, known).map(({ id, fault }) => [id, fault]);

describe("a file of people to be invited", () => {
  it("is read as spreadsheets write it", () => {
    expect(cellsOf('a,"b, ""c""",d\r\n"e\nf",g\n')).toEqual([
      ["a", 'b, "c"', "d"],
      ["e\nf", "g"],
    ]);
    expect(cellsOf("a;b,c\nd;e")).toEqual([["a;b", "c"], ["d;e"]]);
    expect(cellsOf('"a,b";c\nd;e')).toEqual([
      ["a,b", "c"],
      ["d", "e"],
    ]);
    expect(cellsOf("a\tb")).toEqual([["a", "b"]]);
    expect(cellsOf("")).toEqual([]);
  });

  it("is read in the letters it was written with", () => {
    const text = "José Núñez";
    const utf16 = [...text].flatMap((letter) => [letter.charCodeAt(0), 0]);
    expect(textOfFile(new TextEncoder().encode(text))).toBe(text);
    expect(textOfFile(Uint8Array.from(text, (letter) => letter.charCodeAt(0)))).toBe(text);
    expect(textOfFile(Uint8Array.from([0xff, 0xfe, ...utf16]))).toBe(text);
    const swapped = utf16.map((_, at) => utf16[at ^ 1] ?? 0);
    expect(textOfFile(Uint8Array.from([0xfe, 0xff, ...swapped]))).toBe(text);
  });

  it("has a fault where a letter was lost", () => {
    expect(faults("Jos\uFFFD,jose@acme.example,sales")).toEqual([["1", "unreadable"]]);
  });

  it("has its columns in the usual order, or as its first line names them", () => {
    const usual = readLines("Kim Berg,KIM@acme.example,agent,powerplus|Finance,es", own);
    const named = readLines(
      "\uFEFFE-mail;Nombre;Rol;Other;Queues;Language\nkim@acme.example;Kim Berg;Agent;x;PowerPlus | finance;ES",
      own,
    );
    const line = { name: "Kim Berg", email: "kim@acme.example", role: "agent", language: "es", fault: null };
    expect(usual).toMatchObject([{ ...line, id: "1" }]);
    expect(named).toMatchObject([{ ...line, id: "2" }]);
    for (const [only] of [usual, named])
      expect(only && wantedBy(only, own)).toEqual({ role: "agent", queue_ids: ["q1", "q2"], locale: "es" });
  });

  it("says what is wrong by line", () => {
    const text = [
      "Name,E-mail,Role,Queues,Language",
      "Kim,kim@acme.example,sales",
      ",bo@acme.example,sales",
      "Cy,cy at acme,sales",
      "",
      "Di,di@acme.example,chief",
      "Ed,ed@acme.example,agent",
      "Flo,flo@acme.example,agent,Nowhere",
      "Gus,gus@acme.example,employee,,xx",
      "Kim again,KIM@acme.example,sales",
    ].join("\n");
    expect(faults(text)).toEqual([
      ["2", null],
      ["3", "needName"],
      ["4", "needEmail"],
      ["6", "unknownRole"],
      ["7", "needQueue"],
      ["8", "unknownQueue"],
      ["9", "unknownLanguage"],
      ["10", "twice"],
    ]);
  });

  it("is of members and managers where it is of an account", () => {
    const known = { queues: QUEUES, customers: true, language: "es" } as const;
    const text = "Kim,kim@acme.example\nBo,bo@acme.example,manager\nCy,cy@acme.example,agent,PowerPlus";
    expect(faults(text, known)).toEqual([
      ["1", null],
      ["2", null],
      ["3", "unknownRole"],
    ]);
    expect(readLines(text, known)[0]).toMatchObject({ role: "member", language: "es" });
  });

  it("is cut where it is too long, in sight", () => {
    const line = (_: unknown, index: number) => `P ${index},p${index}@acme.example,sales`;
    const all = faults(Array.from({ length: MOST_LINES + 1 }, line).join("\n"));
    expect(all.filter(([, fault]) => fault !== null)).toEqual([[String(MOST_LINES + 1), "tooMany"]]);
  });
});
