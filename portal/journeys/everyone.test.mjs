// axe on every page, in light, in dark and at 320 px; and no page scrolls sideways.
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { browserOfGroup } from "./support/group.mjs";
import { judge } from "./support/judge.mjs";
import { base, login, signIn } from "./support/portal.mjs";

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

  it("the menu and the search panel", async () => {
    await page.goto(`${base}/customer`);
    await page.getByRole("button", { name: /^You: / }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).waitFor();
    await judge(page, "the menu", page.getByRole("menuitem", { name: "Sign out" }));
    await page.keyboard.press("Escape");
    await page.keyboard.press("Control+k");
    await page.getByRole("option").first().waitFor();
    await judge(page, "the search panel", page.getByRole("option").first());
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
      "/staff/canned-replies",
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
    await admin.getByRole("table", { name: "People" }).waitFor();
    await judge(admin, "people");
    await admin.getByRole("button", { name: "Invite somebody" }).click();
    const invitation = admin.getByRole("dialog", { name: "Invite somebody" });
    await invitation.getByRole("checkbox").first().waitFor();
    await invitation.getByRole("button", { name: "Send the invitation" }).click();
    await judge(admin, "an invitation with complaints", invitation);
  });
});
