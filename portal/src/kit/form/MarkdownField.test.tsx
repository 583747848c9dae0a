import { MantineProvider } from "@mantine/core";
import { act, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { MarkdownField } from "./MarkdownField";
import { keysOf, TOOLS, toolOf } from "./markdownTools";
import { PlainForm } from "./PlainForm";
import { text } from "./rules";
import { useFields } from "./useFields";

function Letter({ start }: { start: string }) {
  const form = useFields({
    start: { letter: start },
    rules: { letter: text({ least: 1, most: 5_000 }) },
    send: async () => undefined,
  });
  return (
    <PlainForm of={form}>
      <MarkdownField of={form} name="letter" label="Letter" help="To all of them." />
      <button type="submit">Send</button>
    </PlainForm>
  );
}

const area = () => screen.getByLabelText<HTMLTextAreaElement>("Letter");

async function open(start = "") {
  render(
    <MantineProvider env="test">
      <Letter start={start} />
    </MantineProvider>,
  );
  await screen.findByRole("toolbar", { name: "Formatting" });
  return userEvent.setup();
}

/** Opens the field with a text in which "|" is the caret, or two of them the ends of the selection. */
async function openAt(marked: string) {
  const [before = "", inside, after] = marked.split("|");
  const user = await open(marked.replaceAll("|", ""));
  const end = before.length + (after === undefined ? 0 : (inside?.length ?? 0));
  area().setSelectionRange(before.length, end);
  return user;
}

/** Returns the text, with its selection as in `openAt`. */
function marked(): string {
  const { value, selectionStart, selectionEnd } = area();
  const inside = value.slice(selectionStart, selectionEnd);
  return `${value.slice(0, selectionStart)}|${inside && `${inside}|`}${value.slice(selectionEnd)}`;
}

describe("the tools of a field for Markdown", () => {
  it.each([
    ["Bold", "one |two| three", "one **|two|** three"],
    ["Bold", "one **|two|** three", "one |two| three"],
    ["Italic", "one tw|o three", "one _tw|o_ three"],
    ["Code", "say `|help|` now", "say |help| now"],
    ["Code", "|one\ntwo|", "```\n|one\ntwo|\n```"],
    ["Link", "see |here|", "see [here](|url|)"],
    ["List", "|one\ntwo|", "|- one\n- two|"],
    ["Numbered list", "|one\ntwo|", "|1. one\n2. two|"],
    ["Heading", "first\nsecond li|ne", "first\n### second li|ne"],
    ["Heading", "### second li|ne", "second li|ne"],
    ["Heading", "|", "### |"],
    ["Quote", "they wr|ote", "> they wr|ote"],
    ["Quote", "|one\ntwo|", "|> one\n> two|"],
  ])("%s makes %j to %j", async (tool, before, after) => {
    const user = await openAt(before);
    await user.click(screen.getByRole("button", { name: tool }));
    expect(marked()).toBe(after);
    expect(area()).toHaveFocus();
    // The form has it as well, and not only the text area.
    await user.click(screen.getByRole("tab", { name: "Preview" }));
    expect(area().value).toBe(after.replaceAll("|", ""));
  });

  it("are reached by their keys, and by those of a toolbar", async () => {
    const user = await openAt("one |two| three");
    area().focus();
    await user.keyboard("{Control>}b{/Control}");
    expect(marked()).toBe("one **|two|** three");
    await user.keyboard("{Control>}b{/Control}");
    await user.keyboard("{Control>}{Shift>}[Digit8]{/Shift}{/Control}");
    expect(area().value).toBe("- one two three");
    const bold = screen.getByRole("button", { name: "Bold" });
    expect(bold).toHaveAttribute("aria-keyshortcuts", "Control+B");
    act(() => area().setSelectionRange(2, 5));
    bold.focus();
    await user.keyboard("{Enter}");
    expect(area().value).toBe("- **one** two three");
  });

  it("leave all other keys to the browser", () => {
    const key = (key: string, own: Partial<KeyboardEvent> = {}) =>
      toolOf({ key, ctrlKey: true, metaKey: false, shiftKey: false, altKey: false, code: "", ...own });
    expect(key("b")).toBe("bold");
    expect(key("B", { shiftKey: true })).toBeUndefined();
    // On many keyboards, Ctrl and Alt together write a letter.
    expect(key("e", { altKey: true })).toBeUndefined();
    expect(key("b", { ctrlKey: false })).toBeUndefined();
    expect(key("(", { shiftKey: true, code: "Digit8" })).toBe("unordered-list");
    expect(key("z")).toBeUndefined();
  });

  it("have keys of their own each", () => {
    const keys = TOOLS.map((tool) => keysOf(tool, { ctrl: "Ctrl", shift: "Shift" }));
    expect(new Set(keys.map(({ named }) => named)).size).toBe(TOOLS.length);
    expect(keys.at(-1)).toEqual({ shown: "Ctrl + Shift + 7", named: "Control+Shift+7" });
  });
});

describe("a field for Markdown", () => {
  it("has its label, its help and its mistakes as every field", async () => {
    const user = await open();
    expect(area()).toHaveAccessibleDescription("To all of them.");
    await user.click(screen.getByRole("button", { name: "Send" }));
    expect(area()).toHaveAccessibleDescription(/Please fill this in\./);
    await waitFor(() => expect(document.activeElement).toBe(area()));
  });

  it("shows what readers will see, and keeps the words", async () => {
    const user = await open("Set **Sessions** to 3.");
    await user.click(screen.getByRole("tab", { name: "Preview" }));
    const preview = screen.getByRole("tabpanel", { name: "Preview" });
    expect((await within(preview).findByText("Sessions")).tagName).toBe("STRONG");
    expect(screen.queryByRole("toolbar")).not.toBeInTheDocument();
    await user.click(screen.getByRole("tab", { name: "Write" }));
    expect(screen.queryByRole("tabpanel")).not.toBeInTheDocument();
    expect(area()).toHaveValue("Set **Sessions** to 3.");
  });

  it("says that there is nothing to preview", async () => {
    const user = await open("  ");
    await user.click(screen.getByRole("tab", { name: "Preview" }));
    expect(screen.getByRole("tabpanel")).toHaveTextContent("Nothing is written yet.");
  });

  it("leads from the preview to a mistake in the text", async () => {
    const user = await open();
    await user.click(screen.getByRole("tab", { name: "Preview" }));
    await user.click(screen.getByRole("button", { name: "Send" }));
    await waitFor(() => expect(document.activeElement).toBe(area()));
    expect(screen.queryByRole("tabpanel")).not.toBeInTheDocument();
  });
});
