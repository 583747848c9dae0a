// The fields that the company added to its tickets: asked, read, corrected, found and exported.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { before, describe, it } from "node:test";
import { browserOfGroup, nothingComplained, WIDE } from "./support/group.mjs";
import { judge } from "./support/judge.mjs";
import { base, dev, fillSignIn, fillTicket, login, startTicket, submitTicket } from "./support/portal.mjs";

describe("fields that the company added", () => {
  const open = browserOfGroup();
  const serial = `KX-${Date.now()}`;
  let theirs;
  let desk;
  let ticket;

  before(async () => {
    theirs = await open(login("customer", "member"));
    desk = await open(login("staff", "agent"), WIDE);
  });

  const place = (page) => page.getByRole("combobox", { name: /^Where is it installed/ });
  const number = (page) => page.getByRole("textbox", { name: /^Serial number/ });

  it("are asked in the form, and a field shows with the answer that it depends on", async () => {
    await startTicket(theirs);
    await fillTicket(theirs, { synopsis: `Where it stands ${Date.now()}` });
    await place(theirs).waitFor();
    assert.equal(await number(theirs).count(), 0);
    await place(theirs).selectOption({ label: "Shop or till" });
    await number(theirs).fill(serial);
    await judge(
      theirs,
      "the form with fields of the company",
      theirs.getByText("It is on the label on the back"),
    );
    assert.equal(await theirs.getByText("Root cause").count(), 0);
  });

  it("stay in the draft", async () => {
    await theirs.getByText("Draft saved", { exact: true }).waitFor();
    await theirs.reload();
    await number(theirs).waitFor();
    assert.equal(await number(theirs).inputValue(), serial);
    ticket = await submitTicket(theirs);
  });

  it("are read on the ticket", async () => {
    const fact = (name) => theirs.locator("dl > div").filter({ hasText: name });
    await fact("Where is it installed?").getByText("Shop or till").waitFor();
    await fact("Serial number").getByText(serial).waitFor();
  });

  it("are corrected by staff, and the customer reads what is theirs", async () => {
    await desk.goto(`${base}/staff/desk?ticket=${ticket.id}`);
    await desk.getByRole("button", { name: /^Change Root cause/ }).click();
    await desk.getByRole("menuitem", { name: "Setup", exact: true }).click();
    await desk.getByText("Root cause set to Setup").waitFor();
    await desk.getByRole("button", { name: /^Change Serial number/ }).click();
    const dialog = desk.getByRole("dialog", { name: "Change Serial number" });
    await judge(desk, "the dialog of a field", dialog.getByLabel(/^Serial number/));
    await desk.setViewportSize(WIDE.viewport);
    await dialog.getByLabel(/^Serial number/).fill(`${serial}-B`);
    await dialog.getByRole("button", { name: "Change", exact: true }).click();
    await desk.getByText(`Serial number changed from ${serial} to ${serial}-B`).waitFor();
    await theirs.reload();
    await theirs.getByText(`Serial number changed from ${serial} to ${serial}-B`).waitFor();
    assert.equal(await theirs.getByText("Root cause").count(), 0);
  });

  it("are found by their words", async () => {
    await theirs.goto(`${base}/customer/tickets?q=${serial}`);
    await theirs
      .getByRole("link", { name: ticket.number })
      .or(theirs.getByText(ticket.number))
      .first()
      .waitFor();
  });

  it("are in the file of a list", async () => {
    await theirs.goto(`${base}/customer/tickets`);
    const coming = theirs.waitForEvent("download");
    await theirs.getByRole("button", { name: "Export as CSV" }).click();
    const text = readFileSync(await (await coming).path(), "utf8");
    const [titles, ...rows] = text.split("\r\n");
    assert.match(titles, /"Where is it installed\?"[,;]"Serial number"$/);
    assert.match(rows.find((row) => row.includes(ticket.number)) ?? "", new RegExp(`"${serial}-B"$`));
  });

  it("are asked in the reader’s language", async () => {
    const pilar = dev.logins.find(({ email }) => email.startsWith("pilar@"));
    const spanish = await open(null, { locale: "en-GB" });
    await spanish.goto(base);
    await fillSignIn(spanish, pilar);
    await spanish.getByRole("button", { name: /^Usted: / }).waitFor();
    await spanish.goto(`${base}/customer/tickets/new`);
    const asked = spanish.getByRole("combobox", { name: /^¿Dónde está instalado\?/ });
    await asked.selectOption({ label: "Almacén" });
    await spanish.getByRole("textbox", { name: /^Número de serie/ }).waitFor();
    await spanish.context().close();
  });

  it("are not asked of partners and employees", async () => {
    const employee = await open(login("employee"), { to: "/employee/tickets/new" });
    await employee.getByLabel("Synopsis").waitFor();
    assert.equal(await place(employee).count(), 0);
    await employee.context().close();
  });

  nothingComplained(open);
});
