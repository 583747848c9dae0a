import { describe, expect, it } from "vitest";
import { arranged, firstName, moved } from "./order";

describe("arranging", () => {
  const widgets = ["submit", "mine", "new_thing", "find"].map((id) => ({ id }));
  const start = [{ id: "find" }, { id: "mine" }, { id: "submit" }];
  const ids = (version: number, from: { id: string }[]) =>
    arranged({ version, widgets }, from).map(({ id }) => id);

  it("starts with what people come for, and what has no place in that last", () => {
    expect(ids(0, start)).toEqual(["find", "mine", "submit", "new_thing"]);
  });

  it("keeps what they chose themselves, and the server's order where there is no other", () => {
    for (const order of [ids(1, start), ids(0, [])]) expect(order).toEqual(widgets.map(({ id }) => id));
  });

  it("moves one thing and keeps the others in order", () => {
    expect(moved(["a", "b", "c", "d"], 3, 1)).toEqual(["a", "d", "b", "c"]);
    expect(moved(["a", "b", "c"], 0, 2)).toEqual(["b", "c", "a"]);
  });
});

describe("greeting", () => {
  it.each([
    ["Jon Arne Eide", "Jon Arne"],
    ["Lotte van Dijk", "Lotte"],
    ["Ingrid", "Ingrid"],
    ["o'neil", "o'neil"],
    ["李 小龙", "李"],
  ])("%s as %s", (name, first) => expect(firstName(name)).toBe(first));
});
