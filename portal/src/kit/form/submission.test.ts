import { describe, expect, it } from "vitest";
import { SubmissionKey } from "./submission";

const content = {
  synopsis: "Simultaneous login failure",
  description: "Since the update nobody can sign in.",
};

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
    expect(key.for(content)).toBe("key-1");
    expect(key.for({ ...content })).toBe("key-1");
    const afterReload = new SubmissionKey("p1", () => "another");
    expect(afterReload.for(content)).toBe("key-1");
  });

  it("changes with the content, with the person, and once it was accepted", () => {
    const fresh = counter();
    const key = new SubmissionKey("p1", fresh);
    expect(key.for(content)).toBe("key-1");
    expect(new SubmissionKey("p2", fresh).for(content)).toBe("key-2");
    expect(key.for({ ...content, synopsis: "Something else" })).toBe("key-3");
    key.done();
    expect(key.for({ ...content, synopsis: "Something else" })).toBe("key-4");
  });

  it("works where the device keeps nothing", () => {
    const refuses = () => {
      throw new Error("refused");
    };
    const storage = { getItem: refuses, setItem: refuses, removeItem: refuses };
    const key = new SubmissionKey("p1", counter(), storage);
    expect(key.for(content)).toBe(key.for(content));
  });
});
