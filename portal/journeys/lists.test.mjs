// Lists: views that are saved, the file of what is shown, and many rows at once with what became of each.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { before, describe, it } from "node:test";
import { browserOfGroup, nothingComplained, WIDE } from "./support/group.mjs";
import { judge } from "./support/judge.mjs";
import { base, login, openTicket } from "./support/portal.mjs";

/** The lines of a CSV file whose cells have no line ends. */
const lines = (csv) =>
  csv
    .replace(/^\uFEFF/, "")
    .trimEnd()
    .split("\r\n");

const closed = (page) =>
  page.getByRole("radiogroup", { name: "Which tickets" }).getByText("Closed", { exact: true });

describe("a saved view of a list", () => {
  const open = browserOfGroup();
  const name = `Closed ${Date.now()}`;
  let page;
  const views = () => page.getByRole("button", { name: /^View/ });

  before(async () => {
    page = await open(login("customer", "manager"), { to: "/customer/tickets" });
  });

  it("is saved under a name, which must be given", async () => {
    await closed(page).click();
    await page.waitForURL(/status=done/);
    await views().click();
    await page.getByRole("menuitem", { name: "Save this view…" }).click();
    const dialog = page.getByRole("dialog", { name: "Save this view" });
    await dialog.getByRole("button", { name: "Save view" }).click();
    await dialog.getByText("Give the view a name.").waitFor();
    await judge(page, "saving a view", dialog);
    await dialog.getByLabel("Name").fill(name);
    await page.keyboard.press("Enter");
    await page.getByText(`View “${name}” is saved.`).waitFor();
  });

  it("is there after leaving, and shows what it was saved of", async () => {
    await page.goto(`${base}/customer/tickets`);
    await views().click();
    await judge(page, "the saved views", page.getByRole("menuitem", { name }));
    await page.getByRole("menuitem", { name }).click();
    await page.waitForURL(/status=done/);
    await page.getByRole("button", { name: `View: ${name}` }).waitFor();
    assert.ok(await page.getByRole("radio", { name: "Closed" }).isChecked());
  });

  it("is removed, by keyboard alone, and comes back", async () => {
    await views().focus();
    await page.keyboard.press("Enter");
    const remove = page.getByRole("menuitem", { name: `Remove “${name}”` });
    await remove.waitFor();
    for (let step = 0; step < 5; step += 1) {
      if (await remove.evaluate((element) => element === document.activeElement)) break;
      await page.keyboard.press("ArrowDown");
    }
    await page.keyboard.press("Enter");
    await page.getByText(`View “${name}” is removed.`).waitFor();
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByRole("button", { name: `View: ${name}` }).waitFor();
  });

  nothingComplained(open);
});

describe("the order of a list", () => {
  const open = browserOfGroup();
  let page;

  before(async () => {
    page = await open(login("customer", "manager"), { to: "/customer/tickets?view=company&status=done" });
  });

  const numbers = async () => {
    await page.locator("[aria-busy]:has(table)").waitFor({ state: "detached" });
    await page.locator("tbody tr").first().waitFor();
    const found = await page
      .locator("tbody tr")
      .getByText(/^T-\d+$/)
      .allTextContents();
    return found.map((number) => Number(number.trim().slice(2)));
  };

  it("is chosen, and kept in the address", async () => {
    await page.getByLabel("Order").selectOption({ label: "Oldest first" });
    await page.waitForURL(/order=oldest/);
    const oldest = await numbers();
    assert.deepEqual(
      oldest,
      [...oldest].sort((one, other) => one - other),
    );
    await page.getByLabel("Order").selectOption({ label: "Newest first" });
    await page.waitForURL(/order=newest/);
    const newest = await numbers();
    assert.deepEqual(
      newest,
      [...newest].sort((one, other) => other - one),
    );
    await page.reload();
    assert.deepEqual(await numbers(), newest);
  });

  it("shows the tickets of some days, and of every day again", async () => {
    await page.getByRole("button", { name: "Opened: any day" }).click();
    await page.getByLabel("To, included").fill("2001-01-01");
    await judge(page, "the days of a list", page.getByRole("dialog", { name: "Opened" }));
    await page.getByRole("button", { name: "Show these days" }).click();
    await page.waitForURL(/to=2001-01-01/);
    await page.getByText("Nothing fits these filters").waitFor();
    await page.getByRole("button", { name: /^Opened: until/ }).click();
    await page.getByRole("button", { name: "Show every day" }).click();
    await page.waitForURL((url) => !url.search.includes("to="));
    assert.ok((await numbers()).length > 0);
  });

  nothingComplained(open);
});

describe("the file of a list", () => {
  const open = browserOfGroup();
  let page;
  /** Numbers of the active tickets that are shown first. */
  let active;

  async function exported() {
    const coming = page.waitForEvent("download");
    await page.getByRole("button", { name: "Export as CSV" }).click();
    const file = await coming;
    return { name: file.suggestedFilename(), rows: lines(await readFile(await file.path(), "utf8")) };
  }

  /** Numbers of the tickets that are shown, once the list is that of the filters. */
  async function shown() {
    await page.locator("[aria-busy]:has(table)").waitFor({ state: "detached" });
    await page.locator("tbody tr").first().waitFor();
    const numbers = await page
      .locator("tbody tr")
      .getByText(/^T-\d+$/)
      .allTextContents();
    return numbers.map((number) => number.trim());
  }

  const numbersOf = (rows) => rows.map((row) => row.match(/^"(T-\d+)"[,;]/)?.[1]);

  before(async () => {
    page = await open(login("customer"), { to: "/customer/tickets" });
  });

  it("is next to the views and the search, on one line at every width", async () => {
    await page.getByRole("button", { name: "Export as CSV" }).waitFor();
    const before = page.viewportSize();
    for (const width of [1600, 1280, 1024, 800, 390, 320]) {
      await page.setViewportSize({ width, height: 900 });
      const line = [
        page.getByLabel("Words or number"),
        page.getByRole("button", { name: "Views" }),
        page.getByRole("button", { name: "Export as CSV" }),
      ];
      const boxes = await Promise.all(line.map((part) => part.boundingBox()));
      const middles = boxes.map(({ y, height }) => y + height / 2);
      assert.ok(Math.max(...middles) - Math.min(...middles) < 8, `${width} px: ${middles}`);
    }
    await page.setViewportSize(before);
  });

  it("has a line for every row that is shown, with a heading", async () => {
    active = await shown();
    const { name, rows } = await exported();
    assert.equal(name, "tickets.csv");
    const [heading, ...tickets] = rows;
    assert.match(heading, /^"Number"[,;]/);
    assert.ok(active.length > 0);
    assert.deepEqual(numbersOf(tickets).slice(0, active.length), active);
    await page.getByText(/is in tickets\.csv|are in tickets\.csv/).waitFor();
  });

  it("has only what the filters leave", async () => {
    await closed(page).click();
    await page.waitForURL(/status=done/);
    await page.getByText(active[0], { exact: true }).waitFor({ state: "detached" });
    const numbers = await shown();
    const more = await page.getByRole("button", { name: "Next page" }).count();
    const kept = numbersOf((await exported()).rows.slice(1));
    assert.deepEqual(kept.slice(0, numbers.length), numbers);
    assert.equal(kept.length > numbers.length, more > 0);
    assert.ok(active.every((number) => !kept.includes(number)));
  });

  nothingComplained(open);
});

describe("many tickets at once", () => {
  const open = browserOfGroup();
  const stamp = Date.now();
  const synopses = ["first", "second", "third"].map((word) => `Many at once, ${word} ${stamp}`);
  const tickets = [];
  let desk;
  const box = (synopsis) => desk.getByRole("checkbox", { name: new RegExp(`${synopsis}$`) });
  const bar = () => desk.getByRole("region", { name: "What to do with the chosen rows" });
  const act = (name) => bar().getByRole("button", { name });

  async function shownInQueue(ticket) {
    const more = desk.getByRole("button", { name: "Show more" });
    await box("").first().waitFor();
    for (let pages = 0; pages < 20 && (await ticket.count()) === 0; pages += 1) {
      if ((await more.count()) === 0) break;
      const rows = await box("").count();
      await more.click();
      await box("").nth(rows).waitFor();
    }
    await ticket.waitFor();
  }

  before(async () => {
    const theirs = await open(login("customer"));
    for (const synopsis of synopses) tickets.push(await openTicket(theirs, { synopsis }));
    desk = await open(login("staff", "agent"), { ...WIDE, to: "/staff/desk" });
    // The queue begins with the most urgent: new tickets may be on a later page of it.
    for (const synopsis of synopses) await shownInQueue(box(synopsis));
  });

  it("are chosen by keyboard and taken, each with its version", async () => {
    const sent = [];
    desk.on("request", (request) => {
      if (request.url().endsWith("/take")) sent.push(request.headers()["if-match"]);
    });
    for (const synopsis of synopses) {
      await box(synopsis).focus();
      await desk.keyboard.press("Space");
    }
    await bar().getByText("3 chosen").waitFor();
    await judge(desk, "a list with chosen rows");
    await desk.setViewportSize(WIDE.viewport);
    await act("Take").click();
    await desk.getByText("Take: done for all 3.").waitFor();
    assert.equal(sent.length, 3);
    assert.ok(sent.every((version) => /^"\d+"$/.test(version)));
  });

  it("that somebody else changed are named, stay chosen, and the others are done", async () => {
    for (const synopsis of synopses) await box(synopsis).check();
    // A version of long ago is what a window that slept sends.
    await desk.route(`**/${tickets[1].id}/resolve`, (route) =>
      route.continue({ headers: { ...route.request().headers(), "if-match": '"1"' } }),
    );
    await act("Resolve…").click();
    const dialog = desk.getByRole("dialog", { name: "Resolve 3 tickets" });
    await dialog.getByLabel("Solution").fill("The update of this morning mends it.");
    await dialog.getByRole("button", { name: "Resolve 3 tickets" }).click();
    await bar().getByRole("alert").getByText("Resolve: 2 of 3 done").waitFor();
    const results = bar().getByRole("list", { name: "What became of each" });
    await results.getByText("Somebody changed it in the meantime.").waitFor();
    const told = await results.getByRole("listitem").allTextContents();
    assert.equal(told.length, 3);
    assert.ok(told[0].startsWith(tickets[1].number));
    await judge(desk, "what became of each", results);
    await desk.setViewportSize(WIDE.viewport);
    assert.ok(await box(synopses[1]).isChecked());
    await desk.unrouteAll();
  });

  it("are tried again once the newest version is there", async () => {
    await desk.getByRole("button", { name: "Refresh" }).click();
    await act("Resolve…").click();
    const dialog = desk.getByRole("dialog", { name: "Resolve 1 ticket" });
    await dialog.getByLabel("Solution").fill("The update of this morning mends it.");
    await dialog.getByRole("button", { name: "Resolve 1 ticket" }).click();
    await desk.getByText("Resolve: done for 1.").waitFor();
    assert.equal(await bar().count(), 0);
  });

  nothingComplained(open);
});
