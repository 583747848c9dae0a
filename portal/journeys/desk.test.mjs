// The console: two agents on one ticket, asking, holding, assigning, keyboard, panes, people.
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { browserOfGroup, nothingComplained, WIDE } from "./support/group.mjs";
import { judge } from "./support/judge.mjs";
import { base, login, mail, openTicket } from "./support/portal.mjs";

describe("the console", () => {
  const customer = login("customer");
  const agent = login("staff", "agent");
  const open = browserOfGroup();
  let theirs;
  let desk;
  let id;
  let number;

  before(async () => {
    theirs = await open(customer);
    desk = await open(agent, WIDE);
    const synopsis = `For the console ${Date.now()}`;
    ({ id, number } = await openTicket(theirs, { synopsis, severity: "2-High" }));
  });

  const show = async (page) => {
    await page.goto(`${base}/staff/desk?ticket=${id}`);
    await page.getByRole("region", { name: `Ticket ${number}` }).waitFor();
  };

  it("somebody else was quicker: the newest version is shown and what was typed stays", async () => {
    await show(desk);
    await desk.getByRole("button", { name: "Resolve…" }).click();
    await desk.getByRole("dialog").getByLabel("Solution").fill("My careful solution.");
    const second = await desk.context().newPage();
    await show(second);
    await second.getByRole("button", { name: "Take it" }).click();
    await second.getByText(`${number} is yours now.`).waitFor();
    await second.close();
    // The record renews itself; a stale version is what a slow or sleeping window sends.
    await desk.route(/\/resolve$/, (route) =>
      route.continue({ headers: { ...route.request().headers(), "if-match": '"1"' } }),
    );
    await desk.getByRole("button", { name: "Resolve ticket" }).click();
    await desk.getByText("Somebody changed this ticket").waitFor();
    assert.equal(await desk.getByRole("dialog").getByLabel("Solution").inputValue(), "My careful solution.");
    await desk.unrouteAll();
    await desk.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
    await desk.getByRole("complementary").getByText(agent.name).first().waitFor();
  });

  it("the side bar counts the tickets of a queue, as many as its list shows", async () => {
    const queue = desk.getByRole("list", { name: "Tickets", exact: true }).getByRole("link").nth(1);
    // Both renew themselves; others work in the same queue meanwhile.
    const agrees = () =>
      desk.waitForFunction(() => {
        const badge = document.querySelector(
          'nav a[aria-current="page"] [aria-hidden]:not(svg)',
        )?.textContent;
        const rows = document.querySelector("section h2 span")?.textContent;
        return badge && (badge === rows || (rows === "50+" && Number(badge) > 50));
      });
    await queue.click();
    await agrees();
    assert.match(await queue.innerText(), /\d/);
    const { id: counted } = await openTicket(theirs, {
      synopsis: `Counted ${Date.now()}`,
      severity: "2-High",
    });
    await desk.reload();
    await agrees();
    await desk.goto(`${base}/staff/desk?ticket=${counted}`);
    await desk.getByRole("button", { name: "Take it" }).click();
    await agrees();
  });

  it("asking the customer pauses the due time and writes to them", async () => {
    await desk.getByRole("button", { name: "Ask customer…" }).click();
    await desk.getByRole("dialog").getByLabel("Question to the customer").fill("Which build do you run?");
    await desk.getByRole("button", { name: "Send question" }).click();
    await desk.getByRole("complementary").getByText("Due time paused").first().waitFor();
    await mail(customer.email, new RegExp(`${number}\\b[\\s\\S]*Which build|Which build`));
    // Home quotes the question, and leads to where it is answered.
    await theirs.goto(`${base}/customer`);
    const asked = theirs.getByRole("listitem").filter({ hasText: "asks: “Which build do you run?”" });
    await asked.getByRole("link", { name: /^Answer T-/ }).click();
    await theirs.getByText("We need something from you").waitFor();
    const writes = () => document.activeElement?.getAttribute("aria-label") === "Add information";
    await theirs.waitForFunction(writes);
    await theirs.reload();
    await theirs.locator("h1").click();
    await theirs.getByRole("button", { name: "Answer", exact: true }).click();
    await theirs.waitForFunction(writes);
    await theirs.keyboard.type("Build 3021.");
    await theirs.getByRole("button", { name: "Send", exact: true }).click();
    await theirs.getByText("We are working on it").first().waitFor();
  });

  it("a reply is sent with what becomes of the ticket", async () => {
    const box = desk.getByRole("textbox", { name: "Reply to the customer" });
    const send = (way) => desk.getByRole("menuitem", { name: way });
    await show(desk);
    await box.fill("Which screen do you see?");
    await desk.getByRole("button", { name: "Other ways to send" }).click();
    await judge(desk, "the ways to send a reply", send("Send and wait for the customer"));
    await desk.setViewportSize(WIDE.viewport);
    await send("Send and wait for the customer").click();
    await desk.getByText("Your question is sent; the ticket waits for the answer.").waitFor();
    await desk
      .getByRole("region", { name: `Ticket ${number}` })
      .getByText("Which screen do you see?")
      .waitFor();
    assert.equal(await box.inputValue(), "");
    await theirs.reload();
    await theirs.getByRole("textbox", { name: "Add information" }).fill("The blue one.");
    await theirs.getByRole("button", { name: "Send", exact: true }).click();
    await theirs.getByText("We are working on it").first().waitFor();
    await show(desk);
    await box.fill("We look at it on Monday.");
    await desk.getByRole("button", { name: "Other ways to send" }).press("Enter");
    await send("Send, then hold…").click();
    await desk.getByRole("dialog", { name: `Hold ${number}` }).waitFor();
    await desk.getByRole("listitem").filter({ hasText: "We look at it on Monday." }).waitFor();
    await desk.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
  });

  it("the question mark shows the keys of the page, and a dialog gives the focus back", async () => {
    await show(desk);
    await desk.getByRole("button", { name: "Hold…" }).waitFor();
    await desk.keyboard.press("?");
    const keys = desk.getByRole("dialog", { name: "Keys of this page" });
    await keys.getByText("Write a reply").waitFor();
    await keys.getByText("Hold", { exact: true }).waitFor();
    await judge(desk, "the keys of the page", keys);
    await desk.setViewportSize(WIDE.viewport);
    await desk.keyboard.press("Escape");
    await keys.waitFor({ state: "detached" });
    const dialog = desk.getByRole("dialog");
    const holds = () => document.activeElement?.textContent === "Hold…";
    for (const leave of [() => desk.keyboard.press("Escape"), () => dialog.getByText("Cancel").click()]) {
      await desk.getByRole("button", { name: "Hold…" }).press("Enter");
      await dialog.getByLabel("Until").waitFor();
      await leave();
      await dialog.waitFor({ state: "detached" });
      await desk.waitForFunction(holds);
    }
    await desk.getByRole("button", { name: "More", exact: true }).press("Enter");
    await desk.getByRole("menuitem", { name: "Change synopsis…" }).press("Enter");
    await dialog.waitFor();
    await desk.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    await desk.waitForFunction(() => document.activeElement?.getAttribute("aria-label") === "More");
  });

  it("three panes fit into 1280 pixels; on less, the facts come over the ticket", async () => {
    await desk.setViewportSize({ width: 1280, height: 800 });
    await show(desk);
    const facts = desk.getByRole("complementary", { name: "About this ticket" });
    await facts.getByText("Solution", { exact: true }).waitFor();
    const cut = await facts.evaluate((pane) =>
      [...pane.querySelectorAll("*")]
        .filter((part) => part.getBoundingClientRect().right > window.innerWidth)
        .map((part) => part.textContent),
    );
    assert.deepEqual(cut, []);
    await desk.setViewportSize({ width: 1024, height: 800 });
    await facts.waitFor({ state: "hidden" });
    await desk.getByRole("button", { name: "Show the facts" }).click();
    await facts.waitFor();
    await desk.getByRole("button", { name: "Hide the facts" }).last().click();
    await facts.waitFor({ state: "hidden" });
    await desk.setViewportSize(WIDE.viewport);
  });

  it("a ticket is held until a day, and the past is refused", async () => {
    await show(desk);
    await desk.getByRole("button", { name: "Hold…" }).click();
    const until = desk.getByRole("dialog").getByLabel("Until");
    await until.fill("2020-01-01T10:00");
    await desk.getByRole("button", { name: "Hold until then" }).click();
    await desk.getByText("Choose a day and time in the future.").waitFor();
    await desk.getByRole("button", { name: "In a week" }).click();
    assert.match(await until.inputValue(), /^\d{4}-\d{2}-\d{2}T09:00$/);
    await desk.getByRole("button", { name: "Hold until then" }).click();
    await desk.getByText(`${number} is on hold.`).waitFor();
    await desk.getByRole("complementary").getByText("On hold until").waitFor();
  });

  it("a ticket is handed to a colleague", async () => {
    await desk.getByRole("button", { name: "Assign…" }).click();
    const agents = desk.getByRole("dialog").getByLabel("Agent");
    const names = await agents.locator("option").allTextContents();
    const other = names.find((name, index) => index > 0 && name !== agent.name);
    await agents.selectOption({ label: other ?? names[1] });
    await desk.getByRole("button", { name: "Assign", exact: true }).click();
    await desk.getByText(`${number} is assigned.`).waitFor();
    await desk
      .getByRole("complementary")
      .getByText(other ?? names[1])
      .first()
      .waitFor();
  });

  it("a reply and a note keep their own drafts", async () => {
    await desk.getByRole("textbox", { name: "Reply to the customer" }).fill("To the customer");
    await desk.getByText("Note", { exact: true }).click();
    assert.equal(await desk.getByRole("textbox", { name: "Internal note" }).inputValue(), "");
    await desk.getByRole("textbox", { name: "Internal note" }).fill("To ourselves");
    await desk.getByText("Reply", { exact: true }).click();
    assert.equal(
      await desk.getByRole("textbox", { name: "Reply to the customer" }).inputValue(),
      "To the customer",
    );
    await desk.getByRole("textbox", { name: "Reply to the customer" }).fill("");
  });

  it("what is being written stays when the window becomes narrower and wider", async () => {
    await show(desk);
    const change = async (page) => {
      for (const width of [390, 1000, 1600]) await page.setViewportSize({ width, height: 1000 });
    };
    await desk.getByRole("button", { name: "Hold…" }).click();
    const why = desk.getByRole("dialog").getByLabel("Why");
    await why.fill("They are travelling.");
    await desk.setViewportSize({ width: 390, height: 844 });
    assert.equal(await why.inputValue(), "They are travelling.");
    await desk.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
    // Alone in a narrow window: the list is a step back.
    assert.equal(await desk.getByRole("region", { name: "Tickets", exact: true }).isVisible(), false);
    await desk.getByRole("complementary").waitFor();
    await desk.getByText("Note", { exact: true }).click();
    await desk.getByRole("textbox", { name: "Internal note" }).fill("To ourselves");
    await change(desk);
    assert.equal(await desk.getByRole("textbox", { name: "Internal note" }).inputValue(), "To ourselves");
    await desk.getByRole("textbox", { name: "Internal note" }).fill("");
    await desk.getByRole("region", { name: "Tickets", exact: true }).waitFor();
    await theirs.goto(`${base}/customer/tickets/${id}`);
    const { width, height } = theirs.viewportSize();
    await theirs.getByRole("button", { name: "Close ticket" }).click();
    await theirs.setViewportSize({ width: 390, height: 844 });
    await theirs.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
    // On a phone, what can be answered comes before the facts.
    const top = (part) => part.evaluate((one) => one.getBoundingClientRect().top);
    const [answer, facts] = [
      await top(theirs.getByRole("textbox", { name: "Add information" })),
      await top(theirs.getByRole("region", { name: "Details" })),
    ];
    assert.ok(answer < facts, `${answer} is not above ${facts}`);
    await theirs.getByRole("textbox", { name: "Add information" }).fill("One more thing");
    await change(theirs);
    assert.equal(
      await theirs.getByRole("textbox", { name: "Add information" }).inputValue(),
      "One more thing",
    );
    await theirs.getByRole("textbox", { name: "Add information" }).fill("");
    await theirs.setViewportSize({ width, height });
  });

  it("the arrow keys move through the list", async () => {
    await desk.goto(`${base}/staff/desk`);
    const rows = desk.getByRole("region", { name: "Tickets" }).getByRole("listitem").getByRole("button");
    await rows.nth(1).waitFor();
    await rows.first().click();
    await desk.keyboard.press("ArrowDown");
    await desk.waitForFunction(
      () => document.querySelectorAll("li button")[1]?.getAttribute("aria-current") === "true",
    );
  });

  it("the panes are as wide as they were left", async () => {
    const handle = desk.getByRole("separator").first();
    await handle.focus();
    const width = () => desk.getByRole("region", { name: "Tickets" }).evaluate((pane) => pane.clientWidth);
    const was = await width();
    for (let count = 0; count < 4; count += 1) await desk.keyboard.press("ArrowRight");
    const wider = await width();
    assert.ok(wider > was, `${wider} is not wider than ${was}`);
    await desk.keyboard.press("Tab");
    await desk.reload();
    await desk.getByRole("separator").first().waitFor();
    assert.ok(Math.abs((await width()) - wider) <= 2);
  });

  it("an administrator disables a person and enables them again", async () => {
    const admin = await open(login("staff", "administrator"), { to: `/staff/desk?ticket=${id}` });
    await admin.getByRole("link", { name: "Person and rights" }).click();
    await admin.getByRole("heading", { name: customer.name, level: 1 }).waitFor();
    await admin.getByRole("button", { name: "Disable sign-in" }).click();
    await admin.getByRole("dialog").getByText("is signed out everywhere at once").waitFor();
    await admin.getByRole("dialog").getByRole("button", { name: "Disable sign-in" }).click();
    await admin.getByText("cannot sign in any more.").waitFor();
    try {
      // It takes effect on the very next call.
      await theirs.getByRole("link", { name: "Tickets", exact: true }).first().click();
      await theirs.getByRole("dialog", { name: "Please sign in again" }).waitFor();
    } finally {
      // The journeys after this one need this person.
      await admin.getByRole("button", { name: "Enable sign-in" }).click();
      await admin.getByText("can sign in again.").waitFor();
    }
    await admin.goto(`${base}/staff/jobs`);
    await admin.getByRole("heading", { name: "Jobs", level: 1 }).waitFor();
    await admin.context().close();
  });

  nothingComplained(open);
});
