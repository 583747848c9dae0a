import { expect, it } from "vitest";
import { firstWords } from "./text";

it.each([
  ["Good. Please tell me how it goes.", "Good. Please tell me how it goes."],
  [
    "Set **Sessions per person** to `3`,\nthen _both_ can work.",
    "Set Sessions per person to 3, then both can work.",
  ],
  ["# Try this\n\n- one\n- two\n\n> quoted", "Try this one two quoted"],
  ["See [the article](https://xyz.example/a) first", "See the article first"],
  ["5 * 3 and new_place stay", "5 * 3 and new_place stay"],
])("the first words of %j are one line without marks", (text, words) => {
  expect(firstWords(text, 140)).toBe(words);
});

it("ends after a word where there is more, and within one that is too long", () => {
  expect(firstWords("one two, three four", 9)).toBe("one two…");
  expect(firstWords("x".repeat(50), 10)).toBe(`${"x".repeat(10)}…`);
  // A character of two parts is one character.
  expect(firstWords("👍👍👍👍", 2)).toBe("👍👍…");
});
