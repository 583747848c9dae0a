import { MantineProvider } from "@mantine/core";
import { act, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { SessionContext } from "@/context/session";
import { Viewing } from "./Viewing";

const stopViewing = vi.hoisted(() => vi.fn(async () => undefined));
vi.mock("@/api/session", async (original) => ({ ...(await original<object>()), stopViewing }));

const SESSION = {
  person: { id: "p2", name: "Bo Berg", email: "bo@acme.example", locale: "en" },
  hats: [{ id: "h2", kind: "customer", role: "member", label: "Acme, member", organisation: "Acme" }],
  hat_id: "h2",
};

function draw(viewer?: object) {
  render(
    <MantineProvider env="test">
      <SessionContext value={{ ...SESSION, ...(viewer ? { viewer } : {}) } as never}>
        <Viewing />
      </SessionContext>
    </MantineProvider>,
  );
}

beforeEach(() => stopViewing.mockClear());
afterEach(() => vi.useRealTimers());

it("says whose portal it is, and stops on request", async () => {
  draw({ id: "p1", name: "Ann", until: Date.now() + 600_000 });
  screen.getByText("You see the portal as Bo Berg does (Acme, member). Nothing can be changed.");
  await userEvent.setup().click(screen.getByRole("button", { name: "Stop looking" }));
  expect(stopViewing).toHaveBeenCalledOnce();
});

it("stops by itself", () => {
  vi.useFakeTimers();
  draw({ id: "p1", name: "Ann", until: Date.now() + 600_000 });
  act(() => void vi.advanceTimersByTime(599_000));
  expect(stopViewing).not.toHaveBeenCalled();
  act(() => void vi.advanceTimersByTime(1_000));
  expect(stopViewing).toHaveBeenCalledOnce();
});

it("is not there for a person in their own portal", () => {
  draw();
  expect(screen.queryByRole("region")).toBeNull();
});
