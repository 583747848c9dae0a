import { describe, expect, it } from "vitest";
import {
  checkField,
  checkTicket,
  EMPTY_TICKET,
  firstError,
  SubmissionKey,
  serverErrors,
  type TicketValues,
  toBody,
} from "./form";

const good: TicketValues = {
  synopsis: "Simultaneous login failure",
  type: "issue",
  severity: "critical",
  product_id: "p",
  version_id: "v",
  files: [],
  description: "Since the update nobody can sign in.",
};

describe("what a new ticket needs", () => {
  it("names everything that is missing at once, the topmost first", () => {
    const errors = checkTicket(EMPTY_TICKET);
    expect(Object.keys(errors)).toEqual(["synopsis", "type", "severity", "description"]);
    expect(firstError(errors)).toBe("synopsis");
    expect(checkTicket(good)).toEqual({});
  });

  it.each([
    ["four", "abcd", "synopsisShort"],
    ["five", "abcde", null],
    ["150", "x".repeat(150), null],
    ["151", "x".repeat(151), "synopsisLong"],
    ["only blanks", "      ", "synopsisRequired"],
    ["150 characters of two units", "😀".repeat(150), null],
  ])("judges a synopsis of %s", (_, synopsis, expected) => {
    expect(checkField("synopsis", { ...good, synopsis })).toBe(expected);
  });

  it("wants a product for an issue only, and a version with every product", () => {
    expect(checkField("product_id", { ...good, product_id: "", version_id: "" })).toBe("productRequired");
    expect(checkField("product_id", { ...good, type: "question", product_id: "" })).toBeNull();
    expect(checkField("version_id", { ...good, type: "question", version_id: "" })).toBe("versionRequired");
  });

  it("sends no product when none was chosen", () => {
    const body = toBody({ ...good, type: "question", product_id: "", version_id: "" }, ["u1"]);
    expect(body).not.toHaveProperty("product_id");
    expect(body).toMatchObject({ upload_ids: ["u1"], participant_ids: [], custom_fields: {} });
  });
});

describe("the server's objections", () => {
  it("go to their fields; the rest is kept apart", () => {
    const { errors, other } = serverErrors([
      { pointer: "/version_id", code: "not_in_support", detail: "a" },
      { pointer: "/upload_ids/2", code: "upload_not_ready", detail: "b" },
      { pointer: "/custom_fields/color", code: "unknown_field", detail: "c" },
    ]);
    expect(errors).toEqual({
      version_id: { code: "not_in_support", detail: "a" },
      upload_ids: { code: "upload_not_ready", detail: "b" },
    });
    expect(other).toHaveLength(1);
    expect(firstError(errors)).toBe("version_id");
  });
});

describe("the key of a submission", () => {
  const counter = () => {
    let count = 0;
    return () => {
      count += 1;
      return `key-${count}`;
    };
  };

  it("stays for the same content, over retries and over a reload", () => {
    const key = new SubmissionKey("p1", counter());
    expect(key.for(good)).toBe("key-1");
    expect(key.for({ ...good })).toBe("key-1");
    const afterReload = new SubmissionKey("p1", () => "another");
    expect(afterReload.for(good)).toBe("key-1");
  });

  it("changes with the content, with the person, and once it was accepted", () => {
    const fresh = counter();
    const key = new SubmissionKey("p1", fresh);
    expect(key.for(good)).toBe("key-1");
    expect(new SubmissionKey("p2", fresh).for(good)).toBe("key-2");
    expect(key.for({ ...good, synopsis: "Something else" })).toBe("key-3");
    key.done();
    expect(key.for({ ...good, synopsis: "Something else" })).toBe("key-4");
  });

  it("works where the device keeps nothing", () => {
    const refuses = () => {
      throw new Error("refused");
    };
    const storage = { getItem: refuses, setItem: refuses, removeItem: refuses };
    const key = new SubmissionKey("p1", counter(), storage);
    expect(key.for(good)).toBe(key.for(good));
  });
});
