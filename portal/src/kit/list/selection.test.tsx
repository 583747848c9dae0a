import { act, renderHook } from "@testing-library/react";
import { expect, it } from "vitest";
import { useSelection } from "./selection";

function of(ids: string[]) {
  return renderHook((shown: string[]) => useSelection(shown), { initialProps: ids });
}

it("takes along what is shown between two rows, in the order in which it is shown", () => {
  const { result, rerender } = of(["a", "b", "c", "d"]);
  act(() => result.current.toggle("a"));
  rerender(["d", "a", "c", "b"]);
  act(() => result.current.toggle("b", true));
  expect(result.current.chosen).toEqual(["a", "c", "b"]);
});

it("begins a run at the last row that was chosen in any way", () => {
  const { result } = of(["a", "b", "c", "d"]);
  act(() => result.current.choose(["a", "c"]));
  act(() => result.current.toggle("d", true));
  expect(result.current.chosen).toEqual(["a", "c", "d"]);
  act(() => result.current.clear());
  act(() => result.current.toggle("a", true));
  expect(result.current.chosen).toEqual(["a"]);
});

it("forgets what leaves the list, also when it comes back", () => {
  const { result, rerender } = of(["a", "b"]);
  act(() => result.current.toggleAll());
  rerender(["b", "c"]);
  expect(result.current.chosen).toEqual(["b"]);
  rerender(["a", "b"]);
  expect(result.current.chosen).toEqual(["b"]);
  expect(result.current.has("a")).toBe(false);
});

it("takes rows out and in beside what was chosen in the meantime", () => {
  const { result } = of(["a", "b", "c"]);
  act(() => result.current.choose(["a", "b"]));
  const early = result.current;
  act(() => result.current.toggle("c"));
  act(() => early.change({ out: ["a"], in: ["b"] }));
  expect(result.current.chosen).toEqual(["b", "c"]);
});
