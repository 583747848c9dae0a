// Typed text survives a lost session and a lost network; a repeated submission makes one ticket.
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { browserOfGroup, nothingComplained } from "./support/group.mjs";
import {
  base,
  fillTicket,
  landOnTicket,
  login,
  startTicket,
  submitTicket,
  textFile,
} from "./support/portal.mjs";

const TICKETS = /\/v1\/tickets$/;
const isOpening = (request) => request.method() === "POST" && TICKETS.test(new URL(request.url()).pathname);

describe("nothing typed is lost", () => {
  const customer = login("customer", "member");
  const open = browserOfGroup();
  let page;

  before(async () => {
    page = await open(customer);
  });

  const fill = async (synopsis) => {
    await startTicket(page);
    return fillTicket(page, { synopsis });
  };
  const tickets = async (synopsis) => {
    await page.goto(`${base}/customer/tickets`);
    await page.getByRole("table").waitFor();
    return page.getByRole("row").filter({ hasText: synopsis }).count();
  };

  it("the session ends while typing: signing in again in place continues the submission", async () => {
    const synopsis = `The session ended ${Date.now()}`;
    await fill(synopsis);
    await page.getByTestId("files").setInputFiles(textFile("kept.log", 20));
    await page.getByText("Arrived").waitFor();
    // What another device does with "end this session": the cookie and every token it gave are worth nothing.
    await page.evaluate(() =>
      fetch("/v1/session", { method: "DELETE", headers: { "X-Portico-Refresh": "1" } }),
    );
    await page.context().clearCookies();
    const denied = {
      status: 401,
      contentType: "application/problem+json",
      body: '{"code":"session_ended","status":401}',
    };
    let ended = true;
    await page.route("**/v1/**", (route) => {
      if (new URL(route.request().url()).pathname === "/v1/session") ended = false;
      return ended ? route.fulfill(denied) : route.continue();
    });
    await page.getByRole("button", { name: "Submit new ticket" }).click();
    const again = page.getByRole("dialog", { name: "Please sign in again" });
    await again.getByLabel("Password", { exact: true }).waitFor();
    assert.equal(await again.getByLabel("E-mail").inputValue(), customer.email);
    assert.equal(await page.locator('input[name="synopsis"]').inputValue(), synopsis);
    await again.getByLabel("Password", { exact: true }).fill(customer.password);
    await again.getByRole("button", { name: "Sign in and continue" }).click();
    await landOnTicket(page);
    await page.getByRole("heading", { name: synopsis, level: 1 }).waitFor();
    await page.getByRole("button", { name: "Download kept.log" }).first().waitFor();
    await page.unrouteAll();
    assert.equal(await tickets(synopsis), 1);
  });

  it("the network is gone while submitting: all stays, and trying again sends the same once", async () => {
    const synopsis = `The network was gone ${Date.now()}`;
    const values = await fill(synopsis);
    const keys = [];
    await page.route(TICKETS, (route) => {
      if (!isOpening(route.request())) return route.continue();
      keys.push(route.request().headers()["idempotency-key"]);
      return keys.length === 1 ? route.abort("internetdisconnected") : route.continue();
    });
    await page.getByRole("button", { name: "Submit new ticket" }).click();
    await page.getByText("The ticket was not submitted").waitFor();
    await page.getByText("Nothing is lost").waitFor();
    assert.equal(await page.getByLabel("Description").inputValue(), values.description);
    await submitTicket(page);
    await page.unrouteAll();
    assert.equal(new Set(keys).size, 1);
    assert.equal(await tickets(synopsis), 1);
  });

  it("the answer is lost after the ticket was made: trying again leads to that ticket, not to a second", async () => {
    const synopsis = `The answer was lost ${Date.now()}`;
    await fill(synopsis);
    let first = true;
    await page.route(TICKETS, async (route) => {
      if (!isOpening(route.request()) || !first) return route.continue();
      first = false;
      await route.fetch();
      return route.abort("connectionreset");
    });
    await page.getByRole("button", { name: "Submit new ticket" }).click();
    await page.getByText("The ticket was not submitted").waitFor();
    // Even a reload in between makes no second one: the words and the key are kept.
    await page.reload();
    await page.getByText("This is the draft you left.").waitFor();
    assert.equal(await page.getByLabel("Synopsis").inputValue(), synopsis);
    await page.getByLabel("Version", { exact: true }).waitFor();
    await submitTicket(page);
    await page.unrouteAll();
    assert.equal(await tickets(synopsis), 1);
  });

  it("two quick clicks make one ticket", async () => {
    const synopsis = `Two quick clicks ${Date.now()}`;
    await fill(synopsis);
    await page.getByRole("button", { name: "Submit new ticket" }).dblclick();
    await landOnTicket(page);
    assert.equal(await tickets(synopsis), 1);
  });

  it("a draft waits on the server for another device, and is gone once sent", async () => {
    const synopsis = `Half written ${Date.now()}`;
    await startTicket(page);
    const saved = page.waitForResponse(
      (response) => /\/v1\/drafts\/ticket$/.test(response.url()) && response.ok(),
    );
    await page.getByLabel("Synopsis").fill(synopsis);
    await saved;
    await page.getByText("Draft saved", { exact: true }).waitFor();
    const elsewhere = await open(customer, { to: "/customer/tickets/new" });
    await elsewhere.getByText("This is the draft you left.").waitFor();
    assert.equal(await elsewhere.getByLabel("Synopsis").inputValue(), synopsis);
    const gone = elsewhere.waitForResponse((response) => response.request().method() === "DELETE");
    await elsewhere.getByRole("button", { name: "start over" }).click();
    await gone;
    assert.equal(await elsewhere.getByLabel("Synopsis").inputValue(), "");
    await elsewhere.context().close();
    await page.evaluate(() => {
      for (const place of Object.keys(localStorage))
        if (place.startsWith("portico:draft:")) localStorage.removeItem(place);
    });
  });

  it("the token is nowhere a script of another page could read it", async () => {
    await startTicket(page);
    const kept = await page.evaluate(
      () => JSON.stringify({ ...localStorage, ...sessionStorage }) + document.cookie,
    );
    assert.doesNotMatch(kept, /eyJ|Bearer|access_token/);
  });

  nothingComplained(open);
});
