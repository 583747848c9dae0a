// Settings: an administrator drafts another name and colour, compares, publishes and undoes it; adds a field that a
// customer then sees; and tries a routing rule before it is published.
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { browserOfGroup, nothingComplained } from "./support/group.mjs";
import { judge } from "./support/judge.mjs";
import { base, fillSignIn, login } from "./support/portal.mjs";
import { allSpanish } from "./support/words.mjs";

describe("settings", () => {
  const open = browserOfGroup();
  const stamp = Date.now();
  const field = `Place of work ${stamp}`;
  const rule = `All to the first queue ${stamp}`;
  let admin;
  const heading = (name) => admin.getByRole("heading", { name, level: 1 });
  const dialog = () => admin.getByRole("dialog");
  const differences = () => admin.getByRole("table", { name: "Differences from what is published" });

  async function show(section, name) {
    await admin.goto(`${base}/staff/settings/${section}`);
    await heading(name).waitFor();
    await admin.getByRole("button", { name: "Save draft" }).waitFor();
  }

  async function save() {
    await admin.getByRole("button", { name: "Save draft" }).click();
    await admin.getByText("Nothing is published yet").first().waitFor();
    await differences().waitFor();
  }

  async function publish() {
    await admin.getByRole("button", { name: "Publish…" }).click();
    await dialog().getByRole("button", { name: "Publish draft" }).click();
    await differences().waitFor({ state: "detached" });
  }

  async function discard() {
    await admin.getByRole("button", { name: "Discard…" }).click();
    await dialog().getByRole("button", { name: "Discard draft" }).click();
    await differences().waitFor({ state: "detached" });
  }

  before(async () => {
    admin = await open(login("staff", "administrator"));
  });

  it("are found in the side bar, with their health", async () => {
    await admin.getByRole("link", { name: "Settings", exact: true }).click();
    await heading("Settings").waitFor();
    await admin.getByRole("heading", { name: "What needs attention" }).waitFor();
    await admin.getByRole("link", { name: "Branding and portals" }).first().waitFor();
    await judge(admin, "the settings", admin.getByRole("heading", { name: "Sections" }));
  });

  it("of the portal are drafted and compared, and nobody else sees the draft", async () => {
    await admin.getByRole("link", { name: "Branding and portals" }).first().click();
    await heading("Branding and portals").waitFor();
    const color = admin.getByLabel("Colour", { exact: true });
    const before = await color.inputValue();
    await color.fill("#ffe600");
    await admin.getByText(/hard to see on a light page/).waitFor();
    await color.fill("#0b6e4f");
    await admin.getByText("Words and buttons can be read in light and in dark.").waitFor();
    await save();
    await differences().getByText("#0b6e4f").waitFor();
    await differences().getByText(before).waitFor();
    const branding = await (await fetch(`${base}/v1/branding`)).json();
    assert.equal(branding.brand_color, before);
    await judge(admin, "a draft of the portal", differences());
  });

  it("are published, and undone", async () => {
    await publish();
    const color = async () => (await (await fetch(`${base}/v1/branding`)).json()).brand_color;
    assert.equal(await color(), "#0b6e4f");
    await admin.getByRole("button", { name: "Undo…" }).click();
    await judge(admin, "the question before undoing", dialog());
    await dialog().getByRole("button", { name: "Undo the change" }).click();
    await admin.getByText("The change is undone.").first().waitFor();
    assert.notEqual(await color(), "#0b6e4f");
  });

  it("have fields, which the people who open tickets then see", async () => {
    await show("ticket_fields", "Ticket fields");
    await admin.getByRole("button", { name: "Add a field" }).click();
    await dialog().getByLabel("Kind", { exact: true }).selectOption("one_of");
    await dialog().getByLabel("Label in English").fill(field);
    await dialog().getByRole("button", { name: "Add an option" }).click();
    await dialog().getByLabel("Option 1 in English").fill("At home");
    await judge(admin, "a new field", dialog());
    await dialog().getByRole("button", { name: "Put into the form" }).click();
    await dialog().waitFor({ state: "detached" });
    await save();
    await judge(admin, "the fields of tickets", differences());
    await publish();
    const theirs = await open(login("customer"), { to: "/customer/tickets/new" });
    await theirs.getByLabel(field).waitFor();
    await theirs.close();
  });

  it("retire a field, and it is asked no longer", async () => {
    await show("ticket_fields", "Ticket fields");
    const own = admin.getByRole("list", { name: "Fields in the order of the form" }).getByRole("listitem");
    await own.filter({ hasText: field }).getByRole("button", { name: "Retire" }).click();
    await save();
    await publish();
    const theirs = await open(login("customer"), { to: "/customer/tickets/new" });
    await theirs.getByRole("button", { name: "Submit new ticket" }).waitFor();
    assert.equal(await theirs.getByLabel(field).count(), 0);
    await theirs.close();
  });

  it("try a routing rule on the latest tickets before it is published", async () => {
    await show("tickets", "Queues and routing");
    await admin.getByRole("button", { name: "Add a rule" }).click();
    await dialog().getByLabel("Name", { exact: true }).fill(rule);
    await dialog().getByLabel("Goes to the queue").selectOption({ index: 1 });
    await judge(admin, "a routing rule", dialog());
    await dialog().getByRole("button", { name: "Put into the form" }).click();
    await dialog().waitFor({ state: "detached" });
    await save();
    await admin.getByRole("button", { name: "Try the rules" }).click();
    const tried = admin.getByRole("table", { name: "Rules tried on the latest tickets" });
    await tried.getByText(rule).first().waitFor();
    await judge(admin, "the rules, tried", tried);
    await discard();
    await admin.getByText(rule).first().waitFor({ state: "detached" });
  });

  it("have plain lists for files, synonyms and the company's sign-in", async () => {
    for (const [section, name] of [
      ["files", "File types"],
      ["knowledge", "Synonyms"],
      ["identity_provider", "Company sign-in"],
    ]) {
      await show(section, name);
      await judge(admin, name, admin.getByRole("button", { name: "Save draft" }));
    }
  });

  it("are in Spanish for those who read it", async () => {
    const spanish = await open(null);
    await spanish.route(`${base}/v1/home`, async (route) => {
      const response = await route.fetch();
      const home = await response.json();
      await route.fulfill({ response, json: { ...home, person: { ...home.person, locale: "es-ES" } } });
    });
    await spanish.goto(`${base}/staff/settings`);
    await fillSignIn(spanish, login("staff", "administrator"));
    await spanish.getByRole("heading", { name: "Configuración", level: 1 }).waitFor();
    await spanish.waitForLoadState("networkidle");
    await allSpanish(spanish, "the settings in Spanish");
    await judge(spanish, "the settings in Spanish");
  });

  nothingComplained(open);
});
