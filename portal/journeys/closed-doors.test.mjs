// Pages that do not exist, are not open, or cannot be reached just now.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { before, describe, it } from "node:test";
import { browserOfGroup, nothingComplained } from "./support/group.mjs";
import { base, fillSignIn, login, refuseWith } from "./support/portal.mjs";

/** Files of the built portal, by the source file that each begins with. */
const MANIFEST = JSON.parse(readFileSync(new URL("../dist/.vite/manifest.json", import.meta.url), "utf8"));

/** Areas of the console, and the console's part of tickets. */
const OF_THE_CONSOLE =
  /features\/(canned|editor|imports|inbound|jobs|people|products|settings|touches|tickets\/(desk|team))\//;

describe("closed doors", () => {
  const open = browserOfGroup();
  let page;
  let staff;

  before(async () => {
    page = await open(login("customer"));
    staff = await open(login("staff", "agent"));
  });

  it("a wrong password says so and keeps the address", async () => {
    const other = await open();
    await other.goto(`${base}/customer/tickets`);
    await fillSignIn(other, { email: "nobody@example.com", password: "not the password at all" });
    await other.getByText("E-mail or password is not right.").waitFor();
    assert.ok(other.url().endsWith("/customer/tickets"));
    await other.context().close();
  });

  it("an unknown page and an unknown ticket read the same", async () => {
    for (const path of ["/customer/nowhere", "/customer/tickets/0198f000-0000-7000-8000-000000000000"]) {
      await page.goto(base + path);
      await page.getByRole("heading", { name: "Nothing here", level: 1 }).waitFor();
      await page.getByRole("link", { name: "Go to Home" }).waitFor();
    }
  });

  it("a customer is told that the console is not open", async () => {
    await page.goto(`${base}/staff/desk`);
    await page.getByRole("heading", { name: "Not open to you", level: 1 }).waitFor();
  });

  it("a customer never downloads the console", async () => {
    const fetched = new Set();
    page.on("request", (request) => fetched.add(new URL(request.url()).pathname));
    for (const path of [
      "/customer",
      "/customer/tickets",
      "/customer/tickets/new",
      "/customer/knowledge",
      "/staff/desk",
    ]) {
      await page.goto(base + path);
      await page.getByRole("heading", { level: 1 }).waitFor();
    }
    const parts = Object.entries(MANIFEST).flatMap(([part, { file }]) =>
      fetched.has(`/${file}`) ? [part] : [],
    );
    const pages = parts.filter((part) => part.endsWith("Page.tsx"));
    assert.ok(pages.includes("src/features/tickets/NewTicketPage.tsx"), pages.join(" "));
    assert.deepEqual(
      pages.filter((part) => OF_THE_CONSOLE.test(part)),
      [],
    );
  });

  it("an agent is told that jobs need another role", async () => {
    await staff.goto(`${base}/staff/jobs`);
    await staff.getByRole("heading", { name: "Not open to you", level: 1 }).waitFor();
    assert.equal(await staff.getByRole("link", { name: "Jobs" }).count(), 0);
  });

  it("a ticket number nobody has says so, in both faces", async () => {
    await page.goto(`${base}/customer/tickets?number=T-999999999`);
    await page.getByText("No ticket T-999999999").waitFor();
    await staff.goto(`${base}/staff/desk?number=T-999999999`);
    await staff.getByText("No ticket T-999999999").waitFor();
  });

  it("a failure offers another try and a request number to copy", async () => {
    await refuseWith(page, "GET", /\/v1\/tickets\?/, {
      status: 500,
      code: "internal",
      request_id: "req-list",
    });
    await page.goto(`${base}/customer/tickets`);
    await page.getByText("This could not be loaded").waitFor();
    await page.getByText("req-list").waitFor();
    await page.unrouteAll();
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByRole("table", { name: "Tickets" }).waitFor();
  });

  it("no connection reads as no connection", async () => {
    await page.route(/\/v1\/articles\?/, (route) => route.abort("internetdisconnected"));
    await page.goto(`${base}/customer/knowledge?q=login`);
    await page.getByText("No connection").waitFor();
    await page.unrouteAll();
    await page.getByRole("button", { name: "Try again" }).click();
    await page.locator("main mark").first().waitFor();
  });

  it("the pages run under a strict policy without a complaint", async () => {
    const answer = await page.goto(`${base}/customer`);
    const policy = answer.headers()["content-security-policy"] ?? "";
    assert.match(policy, /script-src 'self'(;|$)/);
    assert.match(policy, /require-trusted-types-for 'script'/);
    // The page refuses HTML that no Trusted Types policy made, whatever code sets it; text without a tag is accepted.
    const written = (html) =>
      page.evaluate((text) => {
        const holder = document.createElement("div");
        try {
          holder.innerHTML = text;
          return holder.innerHTML;
        } catch (error) {
          return error.name;
        }
      }, html);
    assert.equal(await written("<b>bold</b>"), "TypeError");
    assert.equal(await written("<img src=x onerror=alert(1)>"), "TypeError");
    assert.equal(await written("p { color: red }"), "p { color: red }");
  });

  nothingComplained(open);
});
