// The page of the kit: every component in every state, on the dev server only.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { browserOfGroup, nothingComplained } from "./support/group.mjs";
import { judge } from "./support/judge.mjs";

/** Buttons that open something in front of the page. */
const IN_FRONT = [
  "Reopen…",
  "Rename…",
  "Disable…",
  "Submit a ticket…",
  "Leave without saving",
  "Read an answer",
];

describe("the kit", () => {
  const open = browserOfGroup();
  let page;
  const calls = [];

  it("is shown in light, dark and 320 px, to nobody in particular", async () => {
    page = await open();
    page.on("request", (request) => {
      const { pathname } = new URL(request.url());
      if (pathname.startsWith("/v1/")) calls.push(pathname);
    });
    await page.goto("/kit/");
    await page.getByRole("heading", { name: "The kit", level: 1 }).waitFor();
    await page.getByRole("heading", { name: "Parts of the home page" }).waitFor();
    await judge(page, "the kit");
  });

  for (const name of IN_FRONT) {
    it(`${name} opens in front of it, and Escape leaves`, async () => {
      await page.getByRole("button", { name, exact: true }).click();
      const dialog = page.getByRole("dialog");
      await judge(page, `the kit, ${name}`, dialog, "[role=dialog]");
      await page.keyboard.press("Escape");
      await dialog.waitFor({ state: "detached" });
    });
  }

  it("acts say what became of them", async () => {
    const status = page.getByRole("status");
    await page.getByRole("button", { name: "Yes, it is solved" }).click();
    await status.getByText("Confirmed.").waitFor();
    await status.getByRole("button", { name: "Undo" }).click();
    await status.getByText("Undone.").waitFor();
    await page.getByRole("button", { name: "Somebody else is quicker" }).click();
    await page
      .getByRole("alert")
      .filter({ hasText: /changed/ })
      .nth(1)
      .waitFor();
    await page.getByRole("button", { name: "Say that it failed" }).click();
    await status.getByText("That did not work.").waitFor();
  });

  it("news of every kind is drawn for everybody, and stays while somebody is at it", async () => {
    const status = page.getByRole("status").filter({ has: page.getByRole("button", { name: "Close" }) });
    for (const name of ["Say that it is done", "Say it with a way back", "Say that it failed"])
      await page.getByRole("button", { name, exact: true }).click();
    await status.getByRole("button", { name: "Close" }).last().focus();
    await judge(page, "the kit, news", status.getByText("That did not work."), "[role=status]:has(button)");
    // Longer than any of them lives by itself.
    await status.getByText("The ticket is closed.").waitFor();
    const closes = status.getByRole("button", { name: "Close" });
    while ((await closes.count()) > 0) await closes.first().press("Enter");
  });

  it("a form that is not filled in leads to its first mistake", async () => {
    const form = page.locator("form").filter({ has: page.getByRole("button", { name: "Cancel" }) });
    await form.first().getByRole("button", { name: "Send it" }).click();
    const synopsis = form.first().getByLabel("Synopsis");
    await synopsis.and(page.locator(":focus")).waitFor();
    await synopsis.fill("Printer offline");
    await form.first().getByRole("radio", { name: "Issue" }).check();
    await form.first().getByRole("button", { name: "Send it" }).click();
    await page.getByRole("status").getByText("The form is sent.").waitFor();
  });

  it("the marks of Markdown are written by tools and keys, and taken back by the browser", async () => {
    const field = page.getByLabel("Letter");
    const bar = page.getByRole("toolbar", { name: "Formatting" }).first();
    const before = await field.inputValue();
    await field.press("Control+Home");
    await page.keyboard.press("Shift+End");
    await page.keyboard.press("Control+i");
    assert.notEqual(await field.inputValue(), before);
    await page.keyboard.press("Control+z");
    assert.equal(await field.inputValue(), before);
    await page.keyboard.press("Control+Home");
    await page.keyboard.press("Shift+Tab");
    await bar.getByRole("button", { name: "Heading" }).and(page.locator(":focus")).waitFor();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("Enter");
    assert.equal(await field.inputValue(), `### ${before}`);
    await field.and(page.locator(":focus")).waitFor();
    await page.keyboard.press("Control+z");
    assert.equal(await field.inputValue(), before);
    // A link here, and not the search of the whole portal.
    await page.keyboard.press("Control+Home");
    await page.keyboard.press("Control+k");
    assert.match(await field.inputValue(), /^\[The\]\(url\)/);
    await page.keyboard.press("Control+z");
    await page.getByRole("tab", { name: "Preview" }).first().click();
    const preview = page.getByRole("tabpanel", { name: "Preview" });
    await preview.getByRole("listitem").first().waitFor();
    await judge(page, "the kit, a preview", preview, "form:has([role=tabpanel])");
    await page.getByRole("tab", { name: "Write" }).first().click();
    assert.equal(await field.inputValue(), before);
  });

  it("a plot is gone through by keyboard, and turns into its table", async () => {
    const plot = page.getByRole("figure", { name: "Pipeline", exact: true });
    await plot.getByRole("application").focus();
    await page.keyboard.press("ArrowRight");
    await plot.getByRole("status").getByText("€61,000.00").waitFor();
    await plot.getByRole("button", { name: "Show as a table" }).click();
    const row = plot.getByRole("row", { name: /Won in November/ });
    await judge(page, "the kit, the table of a plot", row, "figure[aria-label=Pipeline]");
    await plot.getByRole("button", { name: "Show as a plot" }).click();
    await plot.getByRole("application").waitFor();
  });

  it("a row is acted on by itself, which can be taken back", async () => {
    const table = page.getByRole("table", { name: "Tickets", exact: true });
    assert.equal(await table.getByRole("button", { name: "Take T-1096" }).count(), 0);
    await table.getByRole("button", { name: "Take T-1069" }).click();
    const news = page.getByRole("status").filter({ hasText: "T-1069 is yours." });
    await news.getByRole("button", { name: "Undo" }).click();
    await page.getByRole("status").getByText("Undone.").waitFor();
  });

  it("chosen rows are acted on, each with its result", async () => {
    await page.getByRole("table", { name: "Tickets", exact: true }).getByRole("checkbox").first().check();
    const bar = page.getByRole("region", { name: "What to do with the chosen rows" });
    await bar.getByText("3 chosen").waitFor();
    await bar.getByRole("button", { name: "Close", exact: true }).click();
    await bar.getByText("Close: 2 of 3 done").waitFor();
    const within = 'section[aria-label="What to do with the chosen rows"]';
    await judge(page, "the kit, a result for each chosen row", bar, within);
    await bar.getByRole("button", { name: "Hide the results" }).click();
    await bar.getByRole("button", { name: "Clear" }).click();
    await bar.waitFor({ state: "detached" });
  });

  it("a list keeps to what it is asked for", async () => {
    const table = page.getByRole("table", { name: "Tickets", exact: true });
    await page.getByRole("search", { name: "Tickets by words" }).getByRole("textbox").fill("login");
    await page.keyboard.press("Enter");
    await table.getByText("T-1065").waitFor({ state: "detached" });
    assert.equal(await table.getByRole("row").count(), 2);
  });

  it("asks no server for anything but the company's colours", () => {
    assert.deepEqual([...new Set(calls)], ["/v1/branding"]);
  });

  nothingComplained(open);
});
