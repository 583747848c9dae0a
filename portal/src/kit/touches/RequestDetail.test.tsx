import { MantineProvider } from "@mantine/core";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { RequestDetail } from "./RequestDetail";

it("shows the number of a request when it is asked for, to copy", async () => {
  render(
    <MantineProvider env="test">
      <RequestDetail id="0199-abc" />
    </MantineProvider>,
  );
  expect(screen.queryByText("0199-abc")).not.toBeInTheDocument();
  const user = userEvent.setup();
  await user.click(screen.getByRole("button", { name: "Number of the request" }));
  expect(await screen.findByText("0199-abc")).toBeInTheDocument();
  await user.click(screen.getByRole("button", { name: "Copy" }));
  expect(await navigator.clipboard.readText()).toBe("0199-abc");
});
