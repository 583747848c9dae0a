import { expect, it } from "vitest";
import { linkTo } from "@/components/text";
import { hasWords, tokenAt } from "./completion";

const ALL = ["article", "canned", "person"] as const;
const at = (text: string) => tokenAt(text, text.length, ALL);

it.each([
  ["/", "canned", 0, ""],
  ["Good morning.\n/ask for", "canned", 14, "ask for"],
  ["See /log", "canned", 4, "log"],
  ["[[", "article", 0, ""],
  ["as in [[seat limit", "article", 6, "seat limit"],
  ["Read [[one]] and [[two", "article", 17, "two"],
  ["@so", "person", 0, "so"],
  ["ask @Sofie B", "person", 4, "Sofie B"],
])("knows what is typed in %j", (text, kind, from, query) => {
  expect(at(text)).toEqual({ kind, from, to: text.length, query });
});

it.each([
  "and/or",
  "a / b",
  "https://x.example/",
  "//",
  "me@acme.example",
  "[[one]]",
  "[[one\n",
  "@ you",
  "",
])("finds nothing to complete in %j", (text) => {
  expect(at(text)).toBeNull();
});

it("looks before the caret alone, and for the kinds that are asked for", () => {
  expect(tokenAt("/ask now", 2, ALL)).toMatchObject({ query: "a", to: 2 });
  expect(tokenAt("@so", 3, ["canned"])).toBeNull();
});

it("finds names by words in any order, case and accent", () => {
  expect(hasWords("Ask for the whole log", "LOG ask")).toBe(true);
  expect(hasWords("José Núñez", "nunez")).toBe(true);
  expect(hasWords("Ask for the log", "")).toBe(true);
  expect(hasWords("Ask for the log", "firmware")).toBe(false);
});

it("writes a link whatever the title holds", () => {
  expect(linkTo("What [E-41] says", "https://x.example/a")).toBe(
    "[What \\[E-41\\] says](https://x.example/a)",
  );
});
