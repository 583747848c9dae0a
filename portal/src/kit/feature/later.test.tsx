import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { Suspense, useState } from "react";
import { expect, it, vi } from "vitest";
import { later } from "./later";

function Counter() {
  const [count, setCount] = useState(0);
  return (
    <button type="button" onClick={() => setCount(count + 1)}>
      Clicked {count} times
    </button>
  );
}

const within = (part: React.ReactNode) => <Suspense fallback="Loading">{part}</Suspense>;

it("shows the fallback until it is loaded, and then stays what it is", async () => {
  const Later = later(() => Promise.resolve({ Counter }), "Counter");
  const { rerender } = render(within(<Later />));
  expect(screen.getByText("Loading")).toBeInTheDocument();
  await userEvent.setup().click(await screen.findByRole("button"));
  rerender(within(<Later />));
  expect(screen.getByText("Clicked 1 times")).toBeInTheDocument();
});

it("shows no fallback once it was loaded ahead", async () => {
  const load = vi.fn(() => Promise.resolve({ Counter }));
  const Later = later(load, "Counter");
  Later.preload();
  await load.mock.results[0]?.value;
  await Promise.resolve();
  render(within(<Later />));
  expect(screen.queryByText("Loading")).not.toBeInTheDocument();
  expect(screen.getByText("Clicked 0 times")).toBeInTheDocument();
});
