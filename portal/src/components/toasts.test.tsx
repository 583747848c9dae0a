import { MantineProvider } from "@mantine/core";
import { act, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Toasts, toast } from "./toasts";

beforeEach(() => {
  vi.useFakeTimers();
  render(
    <MantineProvider env="test">
      <Toasts />
    </MantineProvider>,
  );
});

afterEach(() => {
  act(() => vi.runAllTimers());
  vi.useRealTimers();
});

const later = (milliseconds: number) => act(() => vi.advanceTimersByTime(milliseconds));

it("is gone by itself, a failure later than a success", () => {
  act(() => {
    toast("Saved.");
    toast("Not saved.", "error");
  });
  expect(screen.getByRole("status")).toHaveTextContent("Saved.Not saved.");
  later(5_000);
  expect(screen.queryByText("Saved.")).not.toBeInTheDocument();
  later(7_000);
  expect(screen.getByRole("status")).toBeEmptyDOMElement();
});

it("is one piece of news where the same words come again, for as long as the last of them", () => {
  act(() => {
    toast("Sent.");
    toast("Saved.");
  });
  later(3_000);
  act(() => toast("Sent."));
  expect(screen.getByRole("status")).toHaveTextContent(/^Saved\.Sent\.$/);
  later(3_000);
  expect(screen.getByRole("status")).toHaveTextContent(/^Sent\.$/);
  later(2_000);
  expect(screen.getByRole("status")).toBeEmptyDOMElement();
});

it("is at most three pieces of news, the newest", () => {
  act(() => {
    for (const text of ["One.", "Two.", "Three.", "Four."]) toast(text);
  });
  expect(screen.getByRole("status")).toHaveTextContent(/^Two\.Three\.Four\.$/);
});

it("stays while the focus is on it, and goes afterwards", () => {
  act(() => toast("Retired.", "success", () => undefined));
  const undo = screen.getByRole("button", { name: "Undo" });
  act(() => undo.focus());
  later(60_000);
  expect(screen.getByText("Retired.")).toBeInTheDocument();
  act(() => undo.blur());
  later(1_000);
  expect(screen.getByRole("status")).toBeEmptyDOMElement();
});
