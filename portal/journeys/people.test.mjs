// The people: an administrator finds anybody, keeps a view, takes the list along, invites a customer, disables several
// at once, and looks at the portal as one of them.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { before, describe, it } from "node:test";
import { browserOfGroup, nothingComplained } from "./support/group.mjs";
import { judge } from "./support/judge.mjs";
import { base, findPerson, inviteAgent, login, mail } from "./support/portal.mjs";

describe("the people", () => {
  const open = browserOfGroup();
  const stamp = Date.now().toString(36);
  const customer = login("customer", "member");
  const invited = { name: `Mia Moen ${stamp}`, email: `mia.${stamp}@customer.example` };
  let admin;
  const table = () => admin.getByRole("table", { name: "People" });
  const row = (of) => table().getByRole("row").filter({ hasText: of });
  const find = async (words) => {
    await admin.getByRole("textbox", { name: "Find somebody" }).fill(words);
    await admin.keyboard.press("Enter");
    await admin.waitForURL((url) => url.searchParams.get("q") === words);
  };

  before(async () => {
    admin = await open(login("staff", "administrator"), { to: "/staff/people" });
    await table().waitFor();
  });

  it("are found by the beginning of a name, of its last word, and of an address", async () => {
    await judge(admin, "the people", table().getByRole("link").first());
    const words = customer.name.split(" ");
    for (const typed of [customer.name.slice(0, 6).toUpperCase(), words.at(-1), customer.email]) {
      await find(typed);
      await row(customer.email).waitFor();
    }
    await find(`nobody-${stamp}`);
    await admin.getByText("Nobody found").waitFor();
    await judge(admin, "nobody found");
  });

  it("are narrowed by whose they are and whether they can sign in, which a view keeps", async () => {
    await admin.goto(`${base}/staff/people`);
    await admin.getByLabel("Whose people").selectOption({ label: "Employees" });
    await admin.getByLabel("Sign-in", { exact: true }).selectOption({ label: "Can sign in" });
    await admin.waitForURL(/kind=employee&status=active/);
    await row(login("employee").email).waitFor();
    assert.equal(await row(customer.email).count(), 0);
    await admin.getByRole("button", { name: /^View/ }).click();
    await admin.getByRole("menuitem", { name: "Save this view…" }).click();
    await admin.getByRole("dialog", { name: "Save this view" }).getByLabel("Name").fill(`Employees ${stamp}`);
    await admin.keyboard.press("Enter");
    await admin.goto(`${base}/staff/people`);
    await admin.getByRole("button", { name: /^View/ }).click();
    await admin.getByRole("menuitem", { name: `Employees ${stamp}`, exact: true }).click();
    await admin.waitForURL(/kind=employee/);
  });

  it("are taken along as a file", async () => {
    await admin.goto(`${base}/staff/people?q=${encodeURIComponent(customer.email)}`);
    await row(customer.email).waitFor();
    const coming = admin.waitForEvent("download");
    await admin.getByRole("button", { name: "Export as CSV" }).click();
    const file = await readFile(await (await coming).path(), "utf8");
    const [titles, first] = file.replace(/^\uFEFF/, "").split("\r\n");
    // The separator is that of the reader's region.
    assert.match(titles, /^"Name"([,;])"E-mail"\1"Roles"\1"Sign-in"$/);
    assert.ok(first.includes(customer.email), first);
  });

  it("of an account are a list, and somebody is invited into it", async () => {
    await (await findPerson(admin, customer)).click();
    await admin.getByRole("heading", { name: customer.name, level: 1 }).waitFor();
    const link = admin.getByRole("link", { name: /^People of / }).first();
    const account = (await link.textContent()).replace("People of ", "");
    await link.click();
    await admin.getByText(`The people of ${account}.`).waitFor();
    await row(customer.email).waitFor();
    await admin.getByRole("button", { name: "Invite somebody" }).click();
    const dialog = admin.getByRole("dialog", { name: `Invite somebody of ${account}` });
    await dialog.getByLabel("Name").fill(invited.name);
    await dialog.getByLabel("E-mail").fill(invited.email);
    await judge(admin, "inviting a customer", dialog);
    await dialog.getByRole("button", { name: "Send the invitation" }).click();
    await admin.getByText("The invitation is sent.").waitFor();
    await row(invited.email).getByText("Invited, not yet signed in").waitFor();
    await mail(invited.email, /invitation#/);
    await admin.getByRole("button", { name: "Show everybody" }).click();
    await admin.waitForURL(`${base}/staff/people`);
  });

  it("are given other roles, in the company and in an account", async () => {
    await (await findPerson(admin, invited)).click();
    await admin.getByRole("heading", { name: invited.name, level: 1 }).waitFor();
    const change = admin.getByRole("button", { name: "Change roles…" });
    await change.click();
    const dialog = admin.getByRole("dialog", { name: `Roles of ${invited.name}` });
    await judge(admin, "changing roles", dialog);
    await dialog.getByRole("combobox", { name: "Role" }).selectOption("manager");
    await dialog.getByRole("button", { name: "Add a role in the company" }).click();
    const own = dialog.getByRole("group", { name: "The company (new)" });
    await own.getByRole("combobox", { name: "Role" }).selectOption("agent");
    await dialog.getByRole("button", { name: "Save the roles" }).click();
    await dialog.getByText("Please choose a queue at least.").waitFor();
    await own.getByRole("checkbox").first().check();
    await dialog.getByLabel("Add a role in an account").fill("br");
    await dialog
      .getByRole("button", { name: /^Add a role in Br/ })
      .first()
      .click();
    await judge(admin, "three roles", dialog);
    await dialog.getByRole("button", { name: "Save the roles" }).click();
    await admin.getByText(`${invited.name} has these roles from now on.`).waitFor();
    await admin.getByText(/, agent$/).waitFor();
    await admin.getByText(/^Br.*, member$/).waitFor();
    // One of them goes again, and the touches say so in words.
    await change.click();
    await dialog.getByRole("button", { name: /^Remove the role: .*, agent$/ }).click();
    await dialog.getByRole("button", { name: "Save the roles" }).click();
    await dialog.waitFor({ state: "detached" });
    await admin.getByText(/, agent$/).waitFor({ state: "detached" });
    await admin.goto(`${base}/staff/touches?record=${new URL(admin.url()).pathname.split("/").pop()}`);
    await admin.getByText(/removed .*, agent/).waitFor();
  });

  it("are invited together from a file, once its lines have been seen", async () => {
    await admin.goto(`${base}/staff/people`);
    await admin.getByRole("link", { name: "Invite many…" }).click();
    await admin.getByRole("heading", { name: "Invite many people", level: 1 }).waitFor();
    const many = [1, 2].map((number) => `many${number}.${stamp}@xyz.example`);
    const rows = many.map((email, index) => `Many ${index} ${stamp};${email};employee`);
    const buffer = Buffer.from(["name;email;role", ...rows, `Nobody;${many[0]};chief`].join("\r\n"));
    const choosing = admin.waitForEvent("filechooser");
    await admin.getByRole("button", { name: "Choose a file" }).click();
    await (await choosing).setFiles({ name: "people.csv", mimeType: "text/csv", buffer });
    await admin.getByText("There is no such role here").waitFor();
    await judge(admin, "inviting many people", admin.getByRole("button", { name: "Send 2 invitations" }));
    await admin.getByRole("button", { name: "Send 2 invitations" }).click();
    await admin.getByText("2 invitations are sent.").waitFor();
    for (const email of many) await mail(email, /invitation#/);
    await admin.getByRole("link", { name: "People", exact: true }).last().click();
    await find(`many 1 ${stamp}`);
    await row(many[1]).getByText("Invited, not yet signed in").waitFor();
  });

  it("are disabled together, after a question", async () => {
    const others = ["Ola", "Per"].map((name) => ({
      name: `${name} Vik ${stamp}`,
      email: `${name.toLowerCase()}.${stamp}@xyz.example`,
    }));
    for (const one of others) await inviteAgent(admin, one);
    await admin.goto(`${base}/staff/people?q=${encodeURIComponent(`vik ${stamp}`)}`);
    for (const { name } of others) await admin.getByRole("checkbox", { name: new RegExp(name) }).check();
    const bar = admin.getByRole("region", { name: "What to do with the chosen rows" });
    await bar.getByRole("button", { name: "Disable…" }).click();
    const dialog = admin.getByRole("dialog", { name: "Disable 2 people?" });
    await judge(admin, "disabling several people", dialog);
    await dialog.getByRole("button", { name: "Disable sign-in" }).click();
    for (const { name } of others) await row(name).getByText("Disabled").waitFor();
  });

  it("see what an administrator sees as them, who changes nothing there", async () => {
    await (await findPerson(admin, customer)).click();
    await admin.getByRole("heading", { name: customer.name, level: 1 }).waitFor();
    const person = new URL(admin.url()).pathname;
    await admin
      .getByRole("button", { name: /^View as / })
      .first()
      .click();
    const notice = admin.getByRole("region", { name: "View as somebody else" });
    await notice.getByText(`You see the portal as ${customer.name} does`).waitFor();
    await admin.waitForURL(`${base}/customer`);
    await admin.getByRole("button", { name: new RegExp(`^You: ${customer.name}`) }).waitFor();
    await judge(admin, "a view as somebody else", notice);
    for (const area of ["Tickets", "Answers"]) {
      await admin
        .getByRole("navigation", { name: "Areas" })
        .getByRole("link", { name: area })
        .first()
        .click();
      await notice.waitFor();
    }
    const sent = [];
    admin.on("request", (request) => request.method() !== "GET" && sent.push(request.url()));
    await admin.getByRole("link", { name: "Profile" }).first().click();
    await admin.getByLabel("Name", { exact: true }).fill("Somebody Else");
    await admin.getByRole("button", { name: "Save profile" }).click();
    await admin.getByText("Nothing can be changed in their place.").first().waitFor();
    assert.deepEqual(sent, []);
    await notice.getByRole("button", { name: "Stop looking" }).click();
    await admin.waitForURL(base + person);
    await admin.getByRole("heading", { name: customer.name, level: 1 }).waitFor();
    assert.equal(await notice.count(), 0);
    await admin.goto(`${base}/staff/touches?record=${person.split("/").pop()}`);
    await admin.getByText("Looked at the portal as a person").first().waitFor();
  });

  it("are not an agent's to list", async () => {
    const agent = await open(login("staff", "agent"), { to: "/staff/people" });
    await agent.getByRole("heading", { name: "Not open to you", level: 1 }).waitFor();
  });

  nothingComplained(open);
});
