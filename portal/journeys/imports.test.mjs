// Imports: sales take accounts from a file of another program, see what would happen, apply it, and repeat it.
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { browserOfGroup, nothingComplained, WIDE } from "./support/group.mjs";
import { judge } from "./support/judge.mjs";
import { base, login } from "./support/portal.mjs";

/** Time for what a job does, which waits for the jobs before it. */
const BY_A_JOB = { timeout: 90_000 };

describe("imports", () => {
  const open = browserOfGroup();
  const stamp = Date.now();
  const name = `Åse Pumper ${stamp}`;
  const other = `Bodø Ventiler ${stamp}`;
  const text = [
    "Firma;Company;Region;Postal address;Plan",
    `1;${name};Nordics;"14 Kaigata\n5014 Bergen";Premium`,
    `2;${other};Nordics;2 Storgata;gold`,
    "",
  ].join("\r\n");
  let admin;
  const row = (of) => admin.getByRole("row").filter({ hasText: of });
  const dialog = () => admin.getByRole("dialog");

  /** Chooses the file on the page of a new import. */
  async function choose(page, content) {
    const choosing = page.waitForEvent("filechooser");
    await page.getByRole("button", { name: "Choose a CSV file" }).click();
    // As older spreadsheets write: one byte for each letter.
    const buffer = Buffer.from(content, "latin1");
    await (await choosing).setFiles({ name: `accounts-${stamp}.csv`, mimeType: "text/csv", buffer });
  }

  before(async () => {
    admin = await open(login("staff", "administrator"), WIDE);
  });

  it("a template tells which columns there are", async () => {
    await admin.getByRole("link", { name: "Imports" }).click();
    await admin.getByRole("heading", { name: "Imports", level: 1 }).waitFor();
    await admin.getByRole("link", { name: "Import a file" }).click();
    await admin.getByRole("heading", { name: "Import a file", level: 1 }).waitFor();
    const downloading = admin.waitForEvent("download");
    await admin.getByRole("button", { name: "Download a template" }).click();
    assert.equal((await downloading).suggestedFilename(), "accounts-template.csv");
  });

  it("columns are found by their names, and what is missing is said", async () => {
    await choose(admin, text);
    await admin.getByText("Choose a column for: Number.").waitFor();
    assert.equal(await admin.getByLabel("Name", { exact: true }).inputValue(), "Company");
    assert.equal(await admin.getByLabel("Territory").inputValue(), "Region");
    await admin.getByLabel("Lines are compared by").selectOption({ label: "Account name" });
    await row("Name (needed)").getByText(name).waitFor();
    await judge(admin, "a new import", admin.getByRole("button", { name: "Check the file" }));
  });

  it("each line says what it would do, and nothing is changed", async () => {
    await admin.getByRole("button", { name: "Check the file" }).click();
    await admin.getByText("The file is checked").waitFor(BY_A_JOB);
    await row(name).getByText("Will be new").waitFor();
    await row(other).getByText("Plan: Write one of: standard, premium.").waitFor();
    await judge(admin, "an import that is checked", row(other));
    await admin
      .getByRole("group", { name: "Lines to show" })
      .or(admin.getByRole("radiogroup", { name: "Lines to show" }))
      .getByText("Error")
      .click();
    await row(name).waitFor({ state: "detached" });
    await row(other).waitFor();
  });

  it("it is applied once somebody says so", async () => {
    await admin.getByRole("button", { name: "Apply 1 line" }).click();
    await dialog().getByText("New: 1. Changed: 0. Left out because of errors: 1.").waitFor();
    await dialog().getByRole("button", { name: "Apply" }).click();
    await admin.getByText("New: 1. Changed: 0. The same: 0. With errors: 1.").waitFor(BY_A_JOB);
    const downloading = admin.waitForEvent("download");
    await admin.getByRole("button", { name: "Download the report" }).click();
    assert.equal((await downloading).suggestedFilename(), "accounts-report.csv");
    await admin.goto(`${base}/staff/accounts?q=${encodeURIComponent(name)}`);
    await row(name).getByText("Premium").waitFor();
  });

  it("the same file again changes nothing", async () => {
    await admin.goto(`${base}/staff/imports/new`);
    await choose(admin, text);
    await admin.getByLabel("Lines are compared by").selectOption({ label: "Account name" });
    await admin.getByRole("button", { name: "Check the file" }).click();
    await admin.getByText("No line of this file changes anything.").waitFor(BY_A_JOB);
    assert.equal(await admin.getByRole("button", { name: /^Apply/ }).count(), 0);
    await admin.goto(`${base}/staff/imports`);
    await row(`accounts-${stamp}.csv`).first().waitFor();
    await judge(admin, "the list of imports", row(`accounts-${stamp}.csv`).first());
  });

  nothingComplained(open);
});
