// axe on every page, in light, in dark and at 320 px; and no page scrolls sideways.
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { AxeBuilder } from "@axe-core/playwright";
import { browserOfGroup } from "./support/group.mjs";
import { base, login, signIn } from "./support/portal.mjs";

const DRESSES = [
  { name: "light", colorScheme: "light", viewport: { width: 1280, height: 900 } },
  { name: "dark", colorScheme: "dark", viewport: { width: 1280, height: 900 } },
  { name: "320 px", colorScheme: "light", viewport: { width: 320, height: 700 } },
];
const OF_COLOURS = ["color-contrast", "link-in-text-block"];
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Nothing is loaded any more, and nothing that opens or fades is still on its way. */
async function settled(page) {
  await page.waitForLoadState("networkidle");
  // What a change of size or colours sets in motion begins with the next frame.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  await page.waitForFunction(() =>
    document
      .getAnimations()
      .every(
        (animation) =>
          animation.playState !== "running" || animation.effect?.getComputedTiming().endTime === Infinity,
      ),
  );
}

/** Where a sentence ends and the next begins without a space, though both are on one line. Runs in the page. */
function runTogether() {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const boxes = (node) => {
    const range = document.createRange();
    range.selectNodeContents(node);
    return [...range.getClientRects()];
  };
  let before = null;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = node.textContent;
    if (text === "") continue;
    if (before && /\p{L}[.!?:,;]$/u.test(before.textContent) && /^[\p{L}\p{N}]/u.test(text)) {
      const end = boxes(before).at(-1);
      const start = boxes(node)[0];
      const touch =
        end && start && Math.abs(end.bottom - start.bottom) < 4 && Math.abs(start.left - end.right) < 1;
      if (touch) found.push(`${before.textContent.slice(-20)}|${text.slice(0, 20)}`);
    }
    before = node;
  }
  return found;
}

/** What is wrong by these rules, in words. */
async function broken(page, choose) {
  const { violations } = await choose(new AxeBuilder({ page })).analyze();
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.target} ${node.failureSummary}`).join(" | ")}`,
  );
}

/**
 * Looks at a page as it stands, in every dress. What is `open` on it, a menu or the like, must be there in each. Dark changes
 * nothing but colours.
 */
async function judge(page, what, open) {
  for (const { name, colorScheme, viewport } of DRESSES) {
    const where = `${what}, ${name}`;
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme });
    await settled(page);
    if (open) await open.waitFor({ timeout: 5_000 });
    const light = colorScheme === "light";
    const rules = light ? (axe) => axe.withTags(RULES) : (axe) => axe.withRules(OF_COLOURS);
    assert.deepEqual(await broken(page, rules), [], where);
    if (!light) continue;
    const together = await page.evaluate(runTogether);
    assert.deepEqual(together, [], `${where} has sentences without a space between them`);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    assert.ok(wide <= 0, `${where} scrolls sideways by ${wide} px`);
    const wider = await page.evaluate(withLongTimes);
    assert.ok(wider <= 0, `${where} scrolls sideways by ${wider} px in another year`);
  }
  await page.setViewportSize(DRESSES[0].viewport);
  await page.emulateMedia({ colorScheme: DRESSES[0].colorScheme });
}

/** By how much the page scrolls sideways when its times and days are of another year, which takes more letters. */
function withLongTimes() {
  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const longest = node.parentElement?.closest("time")
      ? "Was due Sep 30, 2028"
      : node.data.replace(/ until .*\d.*/, " until Wed, Dec 30");
    if (node.data.length < longest.length) texts.push([node, node.data, longest]);
  }
  for (const [node, , longest] of texts) node.data = longest;
  const wider = document.documentElement.scrollWidth - window.innerWidth;
  for (const [node, text] of texts) node.data = text;
  return wider;
}

async function firstTicket(page, path) {
  return page.evaluate(async (to) => {
    const renewed = await fetch("/v1/session/refresh", {
      method: "POST",
      headers: { "X-Portico-Refresh": "1" },
    });
    const { access_token: token } = await renewed.json();
    const answer = await fetch(to, { headers: { Authorization: `Bearer ${token}` } });
    return (await answer.json()).items[0];
  }, path);
}

describe("for everyone", () => {
  const open = browserOfGroup();
  let page;
  let desk;
  let admin;
  const askers = new Map();

  before(async () => {
    for (const role of ["seller", "manager", "employee"]) askers.set(role, await open());
    page = await open();
    desk = await open();
    admin = await open();
  });

  it("sign-in, empty and refused", async () => {
    const stranger = await open(null);
    await stranger.goto(base);
    await stranger.getByRole("heading", { name: "Sign in" }).waitFor();
    await judge(stranger, "sign-in");
    await stranger.getByRole("button", { name: "Sign in" }).click();
    await judge(stranger, "sign-in refused");
    await stranger.goto(`${base}/invitation`);
    await stranger.getByText("This link is not complete.").waitFor();
    await judge(stranger, "an invitation without its half");
    await stranger.goto(base);
    await stranger.goto(`${base}/invitation#a.link.of-nobody`);
    await stranger.getByRole("heading", { name: "Choose your password" }).waitFor();
    await judge(stranger, "an invitation");
    await stranger.getByRole("button", { name: "Save and sign in" }).click();
    await judge(stranger, "an invitation with complaints");
    await stranger.context().close();
  });

  it("the customer's pages", async () => {
    await signIn(page, login("customer"));
    const paths = [
      "/customer",
      "/customer/layout",
      "/customer/profile",
      "/customer/tickets",
      "/customer/tickets?status=done",
      "/customer/tickets?number=T-999999999",
      "/customer/tickets/new",
      "/customer/knowledge",
      "/customer/knowledge?q=login",
      "/customer/knowledge?q=zxqvbnkjw",
      "/customer/knowledge?q=the",
      "/customer/knowledge?q=login&kind=faq",
      "/customer/nowhere",
      "/staff/desk",
    ];
    for (const path of paths) {
      await page.goto(base + path);
      await page.getByRole("heading", { level: 1 }).waitFor();
      await judge(page, path);
    }
  });

  it("the new ticket with complaints, suggestions and an article at its side", async () => {
    await page.goto(`${base}/customer/tickets/new`);
    await page.getByRole("button", { name: "Submit new ticket" }).click();
    await page.getByText("attention before the ticket").waitFor();
    await judge(page, "complaints");
    await page.getByLabel("Synopsis").fill("login failure");
    await page.getByRole("radio", { name: "Issue" }).check();
    await page.getByRole("region", { name: "Suggested articles" }).getByRole("button").first().waitFor();
    await judge(page, "suggestions", page.getByRole("region", { name: "Suggested articles" }));
    await page.getByRole("region", { name: "Suggested articles" }).getByRole("button").first().click();
    await page.getByRole("button", { name: "This solved it" }).waitFor();
    await judge(page, "article at the side", page.getByRole("button", { name: "This solved it" }));
    await page.keyboard.press("Escape");
    await page.getByLabel("Synopsis").fill("");
  });

  it("a ticket and an article", async () => {
    const ticket = await firstTicket(page, "/v1/tickets?limit=1");
    await page.goto(`${base}/customer/tickets/${ticket.id}`);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await page.getByRole("listitem").first().waitFor();
    await judge(page, "a ticket");
    const article = await firstTicket(page, "/v1/articles?q=login&limit=1");
    await page.goto(`${base}/customer/knowledge/${article.id}`);
    await page.getByText("Did this help?").waitFor();
    await judge(page, "an article");
  });

  it("the menu and the palette", async () => {
    await page.goto(`${base}/customer`);
    await page.getByRole("button", { name: /^You: / }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).waitFor();
    await judge(page, "the menu", page.getByRole("menuitem", { name: "Sign out" }));
    await page.keyboard.press("Escape");
    await page.keyboard.press("Control+k");
    await page.getByPlaceholder("Go to or do…").waitFor();
    await judge(page, "the palette", page.getByPlaceholder("Go to or do…"));
  });

  for (const [face, role] of [
    ["partner", "seller"],
    ["partner", "manager"],
    ["employee", "employee"],
  ]) {
    it(`the pages of ${face}, ${role}`, async () => {
      const asker = askers.get(role);
      await signIn(asker, login(face, role));
      const ticket = await firstTicket(asker, "/v1/tickets?limit=1");
      const article = await firstTicket(asker, "/v1/articles?limit=1");
      const company = role === "manager" ? [`/${face}/tickets?view=company`] : [];
      for (const path of [
        `/${face}`,
        `/${face}/layout`,
        `/${face}/profile`,
        `/${face}/tickets`,
        ...company,
        `/${face}/tickets?status=done`,
        `/${face}/tickets/${ticket.id}`,
        `/${face}/tickets/new`,
        `/${face}/knowledge`,
        `/${face}/knowledge/${article.id}`,
      ]) {
        await asker.goto(base + path);
        await asker.getByRole("heading", { level: 1 }).waitFor();
        await judge(asker, path);
      }
      await asker.goto(`${base}/${face}/tickets/new`);
      await asker.getByRole("button", { name: "Send request" }).click();
      await asker.getByText("attention before").waitFor();
      await judge(asker, `${face}: complaints`);
    });
  }

  it("the console", async () => {
    await signIn(desk, login("staff", "agent"));
    const ticket = await firstTicket(desk, "/v1/tickets?view=assigned&limit=1");
    for (const path of [
      "/staff",
      "/staff/layout",
      "/staff/profile",
      "/staff/desk",
      "/staff/knowledge",
      "/staff/jobs",
    ]) {
      await desk.goto(base + path);
      await desk.getByRole("heading", { level: 1 }).waitFor();
      await judge(desk, path);
    }
    await desk.goto(`${base}/staff/desk?ticket=${ticket.id}`);
    await desk.getByRole("region", { name: `Ticket ${ticket.number}` }).waitFor();
    await desk.getByRole("listitem").first().waitFor();
    await judge(
      desk,
      "a ticket in the console",
      desk.getByRole("region", { name: `Ticket ${ticket.number}` }),
    );
    await desk.getByText("Note", { exact: true }).click();
    await judge(desk, "writing a note");
    await desk.getByRole("button", { name: "Resolve…" }).click();
    await desk.getByLabel("Solution").fill("My careful solution.");
    await judge(desk, "resolving", desk.getByLabel("Solution"));
    assert.equal(await desk.getByLabel("Solution").inputValue(), "My careful solution.");
    for (const path of [
      "/staff/touches",
      `/staff/touches?record=${ticket.id}`,
      `/staff/people/${ticket.requester.id}`,
    ]) {
      await desk.goto(base + path);
      await desk.getByRole("heading", { level: 1 }).waitFor();
      await judge(desk, path);
    }
  });

  it("what only an administrator sees", async () => {
    await signIn(admin, login("staff", "administrator"));
    await admin.goto(`${base}/staff/jobs`);
    await admin.getByRole("heading", { name: "Jobs", level: 1 }).waitFor();
    await judge(admin, "jobs");
    await admin.goto(`${base}/staff/people`);
    await admin.getByRole("checkbox").first().waitFor();
    await admin.getByText("Who can be given tickets").waitFor();
    await judge(admin, "people");
    await admin.getByRole("button", { name: "Send the invitation" }).click();
    await judge(admin, "people with complaints");
  });
});
