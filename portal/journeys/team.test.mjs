// The team's numbers: in sum, by queue and by agent, as a drawing and as a table, and the tickets behind each.
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { browserOfGroup, nothingComplained } from "./support/group.mjs";
import { judge } from "./support/judge.mjs";
import { base, fillSignIn, login } from "./support/portal.mjs";
import { allSpanish } from "./support/words.mjs";

describe("the numbers of the team", () => {
  const open = browserOfGroup();
  let page;
  const table = (by) => page.getByRole("table", { name: `Numbers by ${by}` });

  before(async () => {
    page = await open(login("staff", "administrator"));
  });

  it("are drawn and tabled by queue", async () => {
    await page.getByRole("link", { name: "Team", exact: true }).click();
    await page.getByRole("heading", { name: "Team", level: 1 }).waitFor();
    await table("queue").waitFor();
    await page.getByRole("figure").locator("svg.recharts-surface").first().waitFor();
    await page.getByRole("heading", { name: "What the numbers mean" }).waitFor();
    await judge(page, "the numbers by queue", table("queue"));
  });

  it("lead to the very tickets that they count", async () => {
    const cell = table("queue").getByRole("row").nth(1).getByRole("link").first();
    const count = Number.parseInt((await cell.textContent()).replace(/\D.*/, ""), 10);
    await cell.click();
    await page.getByRole("heading", { name: "Open", level: 1 }).waitFor();
    const rows = page.getByRole("table", { name: "Open" }).locator("tbody tr");
    await rows.first().waitFor();
    assert.equal(await rows.count(), Math.min(count, 25));
    await judge(page, "the tickets behind a number", rows.first());
    await page.getByRole("link", { name: "Team", exact: true }).last().click();
    await table("queue").waitFor();
  });

  it("are given by agent, in the address too", async () => {
    await page.getByText("By agent").click();
    await table("agent").waitFor();
    assert.match(page.url(), /by=agent/);
    await judge(page, "the numbers by agent", table("agent"));
    await page.reload();
    await table("agent").waitFor();
  });

  it("of an agent are those of their own queues", async () => {
    const agent = await open(login("staff", "agent"), { to: "/staff/team" });
    await agent.getByRole("table", { name: "Numbers by queue" }).waitFor();
    const mine = await agent.getByRole("table", { name: "Numbers by queue" }).locator("tbody tr").count();
    await page.goto(`${base}/staff/team`);
    await table("queue").waitFor();
    assert.ok(mine < (await table("queue").locator("tbody tr").count()));
  });

  it("are in Spanish for those who read it", async () => {
    // The names of queues are those of the company.
    const own = (await table("queue").locator("tbody th").allTextContents()).map((name) => name.trim());
    const spanish = await open(null);
    await spanish.route(`${base}/v1/home`, async (route) => {
      const response = await route.fetch();
      const home = await response.json();
      const person = { ...home.person, locale: "es-ES" };
      await route.fulfill({ response, json: { ...home, person } });
    });
    await spanish.goto(`${base}/staff/team`);
    await fillSignIn(spanish, login("staff", "administrator"));
    await spanish.getByRole("heading", { name: "Qué significan las cifras" }).waitFor();
    await spanish.waitForLoadState("networkidle");
    await allSpanish(spanish, "the numbers of the team", own);
    await judge(spanish, "the numbers in Spanish");
  });

  nothingComplained(open);
});
