import { afterEach, expect, it } from "vitest";
import { lightOnPaper } from "./print";

const SCHEME = "data-mantine-color-scheme";
const scheme = () => document.documentElement.getAttribute(SCHEME);
const tell = (event: string) => window.dispatchEvent(new Event(event));

afterEach(() => document.documentElement.removeAttribute(SCHEME));

it("is light on paper only, however often a browser says that it prints", () => {
  document.documentElement.setAttribute(SCHEME, "dark");
  const stop = lightOnPaper();
  tell("beforeprint");
  tell("beforeprint");
  expect(scheme()).toBe("light");
  tell("afterprint");
  expect(scheme()).toBe("dark");
  tell("afterprint");
  expect(scheme()).toBe("dark");
  stop();
  tell("beforeprint");
  expect(scheme()).toBe("dark");
});
