import { MantineProvider, Menu } from "@mantine/core";
import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, it } from "vitest";
import { Dialog } from "./Dialog";

/** A page whose dialog is opened by a button, by an entry of a menu, and by a button that is gone afterwards. */
function Shown() {
  const [open, setOpen] = useState(false);
  const [gone, setGone] = useState(false);
  return (
    <main id="content" tabIndex={-1}>
      <button type="button" onClick={() => setOpen(true)}>
        Ask
      </button>
      {!gone && (
        <button
          type="button"
          onClick={() => {
            setOpen(true);
            setGone(true);
          }}
        >
          Ask once
        </button>
      )}
      <Menu withinPortal={false}>
        <Menu.Target>
          <button type="button">More</button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => setOpen(true)}>Rename</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {open && (
        <Dialog title="Sure?" onClose={() => setOpen(false)}>
          <button type="button" onClick={() => setOpen(false)}>
            Yes
          </button>
        </Dialog>
      )}
    </main>
  );
}

function open() {
  render(
    <MantineProvider env="test">
      <Shown />
    </MantineProvider>,
  );
  return userEvent.setup();
}

it.each(["{Escape}", "Close", "Yes"])("gives the focus back when it closes by %s", async (by) => {
  const user = open();
  await user.click(screen.getByRole("button", { name: "Ask" }));
  await screen.findByRole("dialog");
  if (by === "{Escape}") await user.keyboard(by);
  else await user.click(screen.getByRole("button", { name: by }));
  await waitFor(() => expect(screen.getByRole("button", { name: "Ask" })).toHaveFocus());
  expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
});

it("gives it to the button of the menu that it was chosen in", async () => {
  const user = open();
  await user.click(screen.getByRole("button", { name: "More" }));
  await user.click(await screen.findByRole("menuitem", { name: "Rename" }));
  await user.click(await screen.findByRole("button", { name: "Yes" }));
  await waitFor(() => expect(screen.getByRole("button", { name: "More" })).toHaveFocus());
});

it("gives it to the page where its opener is gone", async () => {
  const user = open();
  await user.click(screen.getByRole("button", { name: "Ask once" }));
  await user.click(await screen.findByRole("button", { name: "Yes" }));
  await waitFor(() => expect(screen.getByRole("main")).toHaveFocus());
});
