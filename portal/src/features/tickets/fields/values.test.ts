import { describe, expect, it } from "vitest";
import type { FieldValue, TicketField } from "@/api/types";
import { check } from "@/kit/form/rules";
import { field, options } from "@/testing/fields";
import { emptyInputs, type FieldInputs, fieldPointers, fieldRules, inputOf, read } from "./values";

const PLACE = field("place", "one_of", { options: options("roof", "cellar") });
const HEIGHT = field("height", "number", { required: true, shown_if: { field: "place", is: ["roof"] } });
const LIGHTS = field("lights", "some_of", { options: options("red", "green") });
const WORKS = field("works", "yes_no");
const WHY = field("why", "long_text", { most: 10, shown_if: { field: "works", is: ["no"] } });
const FIELDS = [PLACE, HEIGHT, LIGHTS, WORKS, WHY];
const EMPTY = emptyInputs(FIELDS);

const asked = (inputs: FieldInputs) => read(FIELDS, { ...EMPTY, ...inputs }).asked.map(({ id }) => id);
const wrong = (fields: TicketField[], inputs: FieldInputs) => check(fieldRules(fields), inputs);

describe("the company’s fields in a form", () => {
  it("are asked while their condition holds", () => {
    expect(asked({})).toEqual(["place", "lights", "works"]);
    expect(asked({ field_place: "roof" })).toEqual(["place", "height", "lights", "works"]);
    expect(asked({ field_place: "cellar", field_works: "no" })).toEqual(["place", "lights", "works", "why"]);
    const some = field("shade", "text", { shown_if: { field: "lights", is: ["red"] } });
    const of = (lights: string[]) => read([LIGHTS, some], { field_lights: lights }).asked.length;
    expect([of(["green"]), of(["green", "red"])]).toEqual([1, 2]);
  });

  it("are hidden with those that hide them, and no longer asked once retired", () => {
    const colour = field("colour", "text", { shown_if: { field: "lights", is: ["red"] } });
    const lights = { ...LIGHTS, shown_if: { field: "works", is: ["yes"] } };
    const inputs = { field_works: "no", field_lights: ["red"], field_colour: "dark" };
    expect(read([WORKS, lights, colour], inputs)).toMatchObject({ asked: [WORKS], values: { works: false } });
    expect(read([{ ...WORKS, retired: true }], inputs)).toEqual({ asked: [], values: {} });
  });

  it("send what is asked and was answered, as the server wants it", () => {
    const inputs = { field_place: "roof", field_height: " 12,5 ", field_lights: ["red"], field_works: "yes" };
    expect(read(FIELDS, { ...EMPTY, ...inputs }).values).toEqual({
      place: "roof",
      height: "12.5",
      lights: ["red"],
      works: true,
    });
    // A value that is hidden now stays in the form and is not sent.
    expect(read(FIELDS, { ...EMPTY, field_height: "3", field_why: " " }).values).toEqual({});
  });

  it.each<[TicketField, FieldValue, string | string[]]>([
    [PLACE, "roof", "roof"],
    [WORKS, false, "no"],
    [WORKS, true, "yes"],
    [LIGHTS, ["green"], ["green"]],
    [HEIGHT, "12.5", "12.5"],
  ])("show the value that a ticket has: %o", (one, value, input) => {
    expect(inputOf(one, value)).toEqual(input);
  });

  it("are wrong where they are asked, and nowhere else", () => {
    const roof = { ...EMPTY, field_place: "roof" };
    expect(wrong(FIELDS, EMPTY)).toEqual({});
    expect(wrong(FIELDS, roof)).toEqual({ field_height: "Please fill this in." });
    expect(wrong(FIELDS, { ...roof, field_height: "high" })).toEqual({
      field_height: "Write a number such as 12 or 12.5.",
    });
    for (const height of ["0", "-3", "12.5", "12,25", "123456789012"])
      expect(wrong(FIELDS, { ...roof, field_height: height })).toEqual({});
    for (const height of ["1e3", "+1", "1.23456", "1234567890123", "."])
      expect(wrong(FIELDS, { ...roof, field_height: height })).toHaveProperty("field_height");
    const why = { ...EMPTY, field_works: "no", field_why: "x".repeat(11) };
    expect(wrong(FIELDS, why)).toEqual({ field_why: "Please stay within 10 characters." });
    expect(wrong(FIELDS, { ...why, field_works: "yes" })).toEqual({});
    expect(wrong([{ ...LIGHTS, required: true }], { field_lights: [] })).toHaveProperty("field_lights");
  });

  it("have the server’s names, and the limits that it says", () => {
    expect(fieldPointers([PLACE])).toEqual({ "custom_fields/place": "field_place" });
    expect(fieldRules(FIELDS).field_why?.limit).toEqual({ least: 0, most: 10 });
  });
});
