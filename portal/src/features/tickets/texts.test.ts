import { describe, expect, it } from "vitest";
import type { components } from "@/api/schema";
import { tickets } from "./texts/en";

type AnyEventKind = components["schemas"]["EventKind"] | components["schemas"]["StaffEventKind"];

/** The compiler refuses this when the server can tell of something that has no words here. */
const told: Record<AnyEventKind, string> = tickets.event;

describe("what happened to a ticket", () => {
  it("has words of its own", () => {
    const words = Object.values(told);
    expect(new Set(words).size).toBe(words.length);
    expect(words.every((text) => text.length > 0)).toBe(true);
  });
});
