// Partners and employees ask for support: they send a request, find it, read the answer and confirm. And every hat's
// home offers only what the hat may do.
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { browserOfGroup, nothingComplained, WIDE } from "./support/group.mjs";
import {
  base,
  dev,
  landOnTicket,
  login,
  mail,
  reply,
  resolveTicket,
  signIn,
  textFile,
  widgetNames,
} from "./support/portal.mjs";

const ASKING = [
  { who: login("partner", "seller"), face: "partner", kind: "Partner request", side: "Partner" },
  { who: login("partner", "manager"), face: "partner", kind: "Partner request", side: "Partner" },
  { who: login("employee", "employee"), face: "employee", kind: "Help desk", side: "Employee" },
  { who: login("employee", "contractor"), face: "employee", kind: "Help desk", side: "Employee" },
];

/** The agent who works on the help desk and on what partners ask. */
const agent = dev.logins.find((one) => one.role === "agent" && one.name === "Lotte van Dijk");

describe("asking for support", () => {
  const open = browserOfGroup();
  let ours;

  before(async () => {
    ours = await open(agent, WIDE);
  });

  for (const { who, face, kind, side } of ASKING) {
    describe(`as ${who.face}, ${who.role}`, () => {
      const synopsis = `A key for the show room (${who.role} ${Date.now()})`;
      let theirs;
      let number;

      before(async () => {
        theirs = await open();
      });

      it("the home offers it, and no product is asked for", async () => {
        await signIn(theirs, who);
        await theirs.waitForURL(new RegExp(`/${face}$`));
        const list = who.face === "partner" && who.role === "manager" ? "Company requests" : "My requests";
        await theirs.getByRole("heading", { name: list }).waitFor();
        const ask = theirs.locator("main").getByRole("link", { name: "Ask for support" });
        await ask.click();
        await theirs.getByRole("heading", { name: "Ask for support", level: 1 }).waitFor();
        await theirs.waitForLoadState("networkidle");
        assert.equal(await theirs.getByLabel("Product").count(), 0);
      });

      it("a request is sent with a file, and has a number", async () => {
        // A draft of an earlier journey may wait on the server.
        await theirs.getByLabel("Synopsis").fill("");
        await theirs.getByRole("button", { name: "Send request" }).click();
        await theirs.getByText("Say in one line what this is about.").waitFor();
        await theirs.getByLabel("Synopsis").fill(synopsis);
        await theirs.getByRole("radio", { name: "Issue" }).check();
        await theirs.getByRole("radio", { name: "3-Medium" }).check();
        await theirs.getByLabel("Description").fill("The old one **broke**.");
        await theirs.getByTestId("files").setInputFiles(textFile("door.log", 20));
        await theirs.getByText("Arrived").waitFor();
        await theirs.getByRole("button", { name: "Send request" }).click();
        ({ number } = await landOnTicket(theirs, face));
        await theirs.getByRole("button", { name: "Download door.log" }).waitFor();
        const got = await mail(who.email, new RegExp(`${number}\\b`));
        assert.match(got.text, new RegExp(`/${face}/tickets/`));
      });

      it("the list and the search in the bar find it", async () => {
        await theirs.getByRole("link", { name: "My requests" }).first().click();
        await theirs.getByRole("heading", { name: "My requests", level: 1 }).waitFor();
        await theirs.getByRole("row").filter({ hasText: number }).getByText("Received").waitFor();
        const company = theirs.getByText("Company requests", { exact: true });
        assert.equal(await company.count(), who.role === "manager" ? 1 : 0);
        await theirs.keyboard.press("/");
        await theirs.getByRole("combobox", { name: "Search" }).fill(number);
        await theirs.keyboard.press("Enter");
        await theirs.getByRole("heading", { name: synopsis, level: 1 }).waitFor();
      });

      it("an agent sees who asks, answers and solves it", async () => {
        await ours.goto(`${base}/staff/desk?number=${number}`);
        const record = ours.getByRole("region", { name: `Ticket ${number}` });
        await record.getByText(who.name).first().waitFor();
        const facts = ours.getByRole("complementary", { name: "About this ticket" });
        await facts.getByText(kind, { exact: true }).waitFor();
        await record.getByRole("button", { name: "Take it" }).click();
        await ours.getByText(`${number} is yours now.`).waitFor();
        await record.getByText(side, { exact: true }).first().waitFor();
        await reply(ours, "It is at the desk.", side.toLowerCase());
        await resolveTicket(ours, "The key is **handed over**.");
      });

      it("the answer is read and the solution confirmed", async () => {
        await theirs.reload();
        await theirs.getByRole("listitem").filter({ hasText: "It is at the desk." }).waitFor();
        await theirs.getByRole("region", { name: "Our solution" }).getByText("handed over").waitFor();
        await theirs.getByRole("textbox", { name: "Add information" }).waitFor();
        await theirs.getByRole("button", { name: "Yes, it is solved" }).click();
        await theirs.getByText(`Thank you. ${number} is closed.`).waitFor();
        await theirs.getByRole("button", { name: "Reopen" }).waitFor();
        await ours.reload();
        await ours.getByText("Closed").first().waitFor();
      });

      it("profile, layout and answers are there, and other faces are not", async () => {
        for (const [path, title] of [
          ["profile", "Profile"],
          ["layout", "Layout"],
          ["knowledge", "Find an answer"],
        ]) {
          await theirs.goto(`${base}/${face}/${path}`);
          await theirs.getByRole("heading", { name: title, level: 1 }).waitFor();
        }
        await theirs.getByRole("heading", { level: 2 }).first().getByRole("link").click();
        await theirs.getByText("Did this help?").waitFor();
        await theirs.getByRole("link", { name: "Ask for support" }).last().click();
        await theirs.getByRole("heading", { name: "Ask for support", level: 1 }).waitFor();
        for (const other of ["/customer/tickets", "/staff/desk"]) {
          await theirs.goto(base + other);
          await theirs.getByRole("heading", { name: "Not open to you", level: 1 }).waitFor();
        }
        await theirs.close();
      });
    });
  }

  nothingComplained(open);
});

describe("an employee's request with a colleague", () => {
  const open = browserOfGroup();
  const [asker, colleague] = [login("employee", "employee"), login("employee", "contractor")];
  const synopsis = `A screen for the meeting room (${Date.now()})`;

  it("names them in the form, and they find it among theirs and answer", async () => {
    const theirs = await open(asker, { to: "/employee/tickets/new" });
    await theirs.getByLabel("Synopsis").fill(synopsis);
    await theirs.getByRole("radio", { name: "Request" }).check();
    await theirs.getByRole("radio", { name: "4-Low" }).check();
    await theirs.getByLabel("Description").fill("The old one flickers.");
    await theirs.getByRole("checkbox", { name: colleague.name }).check();
    assert.equal(await theirs.getByRole("checkbox", { name: asker.name }).count(), 0);
    await theirs.getByRole("button", { name: "Send request" }).click();
    const { number } = await landOnTicket(theirs, "employee");
    await theirs.getByRole("button", { name: `Remove ${colleague.name}` }).waitFor();
    const colleagues = await open(colleague, { to: "/employee/tickets" });
    await colleagues.getByRole("row").filter({ hasText: number }).getByRole("link").first().click();
    await colleagues.getByRole("heading", { name: synopsis, level: 1 }).waitFor();
    await colleagues.getByRole("textbox", { name: "Add information" }).fill("The left half only.");
    await colleagues.getByRole("button", { name: "Send", exact: true }).click();
    await colleagues.getByRole("listitem").filter({ hasText: "The left half only." }).waitFor();
  });

  nothingComplained(open);
});

describe("a home offers only what its hat may do", () => {
  const open = browserOfGroup();

  for (const [role, areas, widgets] of [
    ["sales", ["Answers", "Accounts", "Products", "Imports"], ["Find an answer", "Latest articles"]],
    ["editor", ["Answers", "Articles", "Products"], ["Find an answer", "Latest articles"]],
    ["hr", ["Answers"], ["Find an answer", "Latest articles"]],
    [
      "operations",
      ["Answers", "Accounts", "Products", "Imports", "Jobs"],
      ["Failed jobs", "Find an answer", "Latest articles"],
    ],
    [
      "administrator",
      [
        "Team",
        "Answers",
        "Articles",
        "Canned replies",
        "Unmatched mail",
        "Accounts",
        "Products",
        "Touches",
        "People",
        "Imports",
        "Jobs",
        "Settings",
      ],
      ["Failed jobs", "My work", "Most urgent in the queues", "Find an answer", "Latest articles"],
    ],
  ]) {
    it(`of ${role}`, async () => {
      const page = await open(login("staff", role));
      assert.deepEqual(await widgetNames(page), widgets);
      const linksOf = (part) => part.getByRole("link").allTextContents();
      const own = page.getByRole("navigation", { name: "Main" });
      assert.deepEqual(await linksOf(own), ["Home", "Profile", "Layout"]);
      const nav = page.getByRole("navigation", { name: "Areas" });
      const queues = await linksOf(nav.getByRole("list", { name: "Tickets", exact: true }));
      // The number of a queue's tickets changes while others work.
      const uncounted = (links) => links.map((link) => link.replace(/\d.*/, ""));
      // A role that sees every ticket sees every queue; the others have no list of queues.
      assert.equal(uncounted(queues)[0], role === "administrator" ? "Assigned to me" : undefined);
      assert.deepEqual(uncounted(await linksOf(nav)), ["Home", ...uncounted(queues), ...areas]);
      for (const [area, path] of [
        ["Accounts", "/staff/accounts"],
        ["Products", "/staff/products"],
        ["Touches", "/staff/touches"],
        ["People", "/staff/people"],
        ["Imports", "/staff/imports"],
        ["Articles", "/staff/articles"],
        ["Canned replies", "/staff/canned-replies"],
        ["Unmatched mail", "/staff/unmatched-mail"],
        ["Jobs", "/staff/jobs"],
        ["Settings", "/staff/settings"],
      ]) {
        await page.goto(base + path);
        const refused = page.getByRole("heading", { name: "Not open to you", level: 1 });
        if (areas.includes(area)) await page.getByRole("heading", { name: area, level: 1 }).waitFor();
        else await refused.waitFor();
      }
      if (role === "administrator") {
        await page.goto(`${base}/staff`);
        const urgent = page.locator("main section", { hasText: "Most urgent in the queues" });
        await urgent
          .getByText(/^T-\d+ · /)
          .first()
          .waitFor();
      }
      await page.close();
    });
  }

  nothingComplained(open);
});
