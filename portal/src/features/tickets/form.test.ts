import { describe, expect, it } from "vitest";
import { check } from "@/kit/form/rules";
import { EMPTY_TICKET, type TicketValues, ticketRules, toBody } from "./form";

const rules = ticketRules((key) => key);

const good: TicketValues = {
  synopsis: "Simultaneous login failure",
  type: "issue",
  severity: "critical",
  product_id: "p",
  version_id: "v",
  participants: ["c1"],
  files: [],
  description: "Since the update nobody can sign in.",
};

describe("what a new ticket needs", () => {
  it("names everything that is missing at once", () => {
    const errors = check(rules, EMPTY_TICKET);
    expect(Object.keys(errors)).toEqual(["synopsis", "type", "severity", "description"]);
    expect(check(rules, good)).toEqual({});
  });

  it.each([
    ["four", "abcd", "Please use at least 5 characters."],
    ["five", "abcde", null],
    ["150", "x".repeat(150), null],
    ["151", "x".repeat(151), "Please stay within 150 characters."],
    ["only blanks", "      ", "error.synopsisRequired"],
    ["150 characters of two units", "😀".repeat(150), null],
  ])("judges a synopsis of %s", (_, synopsis, expected) => {
    expect(check(rules, { ...good, synopsis }).synopsis ?? null).toBe(expected);
  });

  it("wants a product for an issue only, and a version with every product", () => {
    expect(check(rules, { ...good, product_id: "", version_id: "" })).toEqual({
      product_id: "error.productRequired",
    });
    expect(check(rules, { ...good, type: "question", product_id: "", version_id: "" })).toEqual({});
    expect(check(rules, { ...good, type: "question", version_id: "" })).toEqual({
      version_id: "error.versionRequired",
    });
  });

  it("names the ticket that it follows", () => {
    expect(toBody(good, [], { products: true, fields: [] }, "t0")).toMatchObject({ follows: "t0" });
    expect(toBody(good, [])).not.toHaveProperty("follows");
  });

  it("sends no product when none was chosen", () => {
    const body = toBody({ ...good, type: "question", product_id: "", version_id: "" }, ["u1"]);
    expect(body).not.toHaveProperty("product_id");
    expect(body).toMatchObject({ upload_ids: ["u1"], participant_ids: ["c1"], custom_fields: {} });
  });
});
