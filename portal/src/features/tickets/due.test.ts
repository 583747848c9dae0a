import { describe, expect, it } from "vitest";
import { nextDue } from "./due";
import { choices } from "./ProductFields";

const base = {
  first_responded_at: null,
  first_response_due: "2026-01-01T10:00:00Z",
  resolution_due: "2026-01-02T10:00:00Z",
};

describe("the next target of a ticket", () => {
  it("is the first answer until there is one, then the solution, then nothing", () => {
    expect(nextDue({ ...base, state: "new" })).toBe(base.first_response_due);
    expect(nextDue({ ...base, state: "open", first_responded_at: "2026-01-01T09:00:00Z" })).toBe(
      base.resolution_due,
    );
    expect(nextDue({ ...base, state: "resolved" })).toBeNull();
    expect(nextDue({ ...base, state: "closed" })).toBeNull();
  });
});

describe("the products of an account", () => {
  const entitlement = (product: string, version: string, in_support: boolean) => ({
    id: `${product}-${version}-${in_support}`,
    product: { id: product, name: product.toUpperCase(), code: product },
    version: { id: version, label: version, supported_until: null },
    quantity: 1,
    serials: [],
    purchased_on: "2025-01-01",
    support_until: "2026-02-01",
    in_support,
  });

  it("are listed once each, with versions that count while any entitlement does", () => {
    const found = choices([
      entitlement("b", "2", false),
      entitlement("a", "1", true),
      entitlement("b", "2", true),
      entitlement("b", "1", false),
    ] as never);
    expect(found.map((choice) => choice.id)).toEqual(["a", "b"]);
    expect(found[1]?.versions).toEqual([
      { id: "2", label: "2", ended: null },
      { id: "1", label: "1", ended: "2026-02-01" },
    ]);
  });
});
