import { MantineProvider } from "@mantine/core";
import { render, screen, within } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { useShortcuts } from "@/context/keys";
import KeysDialog from "./KeysDialog";

function Page({ takes }: { takes: boolean }) {
  const act = () => undefined;
  useShortcuts({ r: { name: "Write a reply", act }, t: takes ? { name: "Take it", act } : undefined });
  return null;
}

function open(takes: boolean) {
  render(<Page takes={takes} />);
  render(
    <MantineProvider env="test">
      <KeysDialog onClose={vi.fn()} />
    </MantineProvider>,
  );
}

const listed = (title: string) =>
  within(screen.getByRole("region", { name: title }))
    .getAllByRole("term")
    .map((term) => `${term.textContent} ${term.nextSibling?.textContent}`);

it.each([
  [true, ["r Write a reply", "t Take it"]],
  [false, ["r Write a reply"]],
])("shows the keys that the page has now", (takes, keys) => {
  open(takes);
  expect(listed("On this page")).toEqual(keys);
  expect(listed("On every page")).toContain("? Keys of this page");
});
