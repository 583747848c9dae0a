import { MantineProvider } from "@mantine/core";
import { act, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { Toasts } from "@/components/toasts";
import { Print } from "./Print";

const printed = vi.fn();

beforeEach(() => {
  printed.mockReset();
  vi.stubGlobal("print", printed);
});

function open(load?: () => Promise<unknown>) {
  render(
    <MantineProvider env="test">
      <Print {...(load ? { load } : {})} />
      <Toasts />
    </MantineProvider>,
  );
  return userEvent.setup();
}

const button = () => screen.getByRole("button", { name: "Print" });

describe("the act that prints", () => {
  it("prints what is there", async () => {
    const user = open();
    await user.click(button());
    await waitFor(() => expect(printed.mock.calls.length).toBe(1));
  });

  it("says that the rest is loaded, and prints once it is there", async () => {
    let arrive = (): void => undefined;
    const user = open(
      () =>
        new Promise<void>((done) => {
          arrive = done;
        }),
    );
    await user.click(button());
    expect(screen.getByText("Loading all of it first…")).toBeInTheDocument();
    expect(printed).not.toHaveBeenCalled();
    arrive();
    await waitFor(() => expect(printed.mock.calls.length).toBe(1));
    expect(screen.queryByText("Loading all of it first…")).not.toBeInTheDocument();
  });

  it("prints no part as if it were all", async () => {
    const user = open(() => Promise.reject(new TypeError("no network")));
    await user.click(button());
    await screen.findByText(/^Not printed/);
    expect(printed).not.toHaveBeenCalled();
    expect(button()).toBeEnabled();
  });

  it("waits for the pictures of the page", async () => {
    const picture = document.createElement("img");
    Object.defineProperty(picture, "complete", { value: false });
    document.body.append(picture);
    const user = open();
    await user.click(button());
    await act(async () => {
      await new Promise((done) => setTimeout(done, 100));
    });
    expect(printed).not.toHaveBeenCalled();
    picture.dispatchEvent(new Event("load"));
    await waitFor(() => expect(printed.mock.calls.length).toBe(1));
    picture.remove();
  });
});
