import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { Steps, stepsAt } from "./Steps";

const PARTS = [
  { key: "requested", title: "Requested" },
  { key: "approved", title: "Approved", note: "by Priya" },
  { key: "received", title: "Received" },
];

it.each([
  ["requested", "now", ["now", "ahead", "ahead"]],
  ["approved", "now", ["done", "now", "ahead"]],
  ["approved", "failed", ["done", "failed", "ahead"]],
  [null, "now", ["done", "done", "done"]],
] as const)("at %s, which is %s, the states are %o", (now, ended, states) => {
  expect(stepsAt(PARTS, now, ended).map(({ state }) => state)).toEqual(states);
});

it("says in words which step is done, current or to come", () => {
  render(<Steps label="Return" steps={stepsAt(PARTS, "approved")} />);
  const steps = within(screen.getByRole("list", { name: "Return" })).getAllByRole("listitem");
  expect(steps.map((step) => step.textContent)).toEqual([
    "Requested Done ",
    "Approved Now by Priya",
    "Received To come ",
  ]);
  expect(steps.map((step) => step.getAttribute("aria-current"))).toEqual([null, "step", null]);
});

it("marks a step that failed as the current one", () => {
  render(<Steps label="Return" steps={stepsAt(PARTS, "received", "failed")} />);
  const current = document.querySelectorAll("[aria-current=step]");
  expect(current).toHaveLength(1);
  expect(current[0]).toHaveTextContent("Received Failed");
});

it("leads back to steps that are done, and to no other", async () => {
  const back = vi.fn();
  render(<Steps label="Return" steps={stepsAt(PARTS, "received")} onBack={back} />);
  const buttons = screen.getAllByRole("button");
  expect(buttons.map((button) => button.textContent)).toEqual(["Requested", "Approved"]);
  await userEvent.click(screen.getByRole("button", { name: "Approved" }));
  expect(back).toHaveBeenCalledWith("approved");
});
