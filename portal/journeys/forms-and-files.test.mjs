// What the form refuses, and how it says so.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  base,
  fillTicket,
  leave,
  login,
  openBrowser,
  openPage,
  signIn,
  textFile,
} from "./support/portal.mjs";

describe("the form of a new ticket", () => {
  let browser;
  let page;

  before(async () => {
    browser = await openBrowser();
    page = await openPage(browser);
    await signIn(page, login("customer", "member"), "/customer/tickets/new");
  });
  after(async () => {
    await page
      .getByRole("button", { name: "start over" })
      .click({ timeout: 1_000 })
      .catch(() => undefined);
    await leave(browser);
  });

  const fresh = async () => {
    await page.goto(`${base}/customer/tickets/new`);
    await page.getByRole("heading", { name: "Submit a New Ticket", level: 1 }).waitFor();
  };
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute("name"));
  const error = (field) => page.getByLabel(field).evaluate((box) => box.getAttribute("aria-invalid"));

  it("names everything that is missing and puts the cursor into the first", async () => {
    await fresh();
    await page.getByRole("button", { name: "Submit new ticket" }).click();
    await page.getByText("things need your attention").waitFor();
    assert.equal(await focused(), "synopsis");
    assert.equal(await error("Synopsis"), "true");
    await page.getByText("Choose what it is.").waitFor();
    await page.getByText("Choose how urgent it is.").waitFor();
  });

  it("checks a field when it is left, and forgives as soon as it is right", async () => {
    await fresh();
    await page.getByLabel("Synopsis").fill("abc");
    await page.getByLabel("Description").focus();
    await page.getByText("Please use at least 5 characters.").waitFor();
    await page.getByLabel("Synopsis").fill("abcdef");
    await page.getByText("Please use at least 5 characters.").waitFor({ state: "detached" });
  });

  it("shows the server's objection at the field it is about", async () => {
    await fresh();
    await fillTicket(page);
    await page.route(/\/v1\/tickets$/, (route) =>
      route.request().method() === "POST"
        ? route.fulfill({
            status: 422,
            contentType: "application/problem+json",
            body: JSON.stringify({
              type: "about:blank",
              title: "Input",
              status: 422,
              code: "input_invalid",
              request_id: "req-42",
              errors: [{ pointer: "/version_id", code: "not_in_support", detail: "ended" }],
            }),
          })
        : route.continue(),
    );
    await page.getByRole("button", { name: "Submit new ticket" }).click();
    await page.getByText("Support for this has ended.").waitFor();
    await page.waitForFunction(() => document.activeElement?.getAttribute("name") === "version_id");
    await page.unrouteAll();
  });

  it("gives the request number when the server fails, and keeps everything", async () => {
    await page.route(/\/v1\/tickets$/, (route) =>
      route.request().method() === "POST"
        ? route.fulfill({
            status: 500,
            contentType: "application/problem+json",
            body: '{"status":500,"code":"internal","request_id":"req-500"}',
          })
        : route.continue(),
    );
    await page.getByRole("button", { name: "Submit new ticket" }).click();
    await page.getByText("req-500").waitFor();
    await page.getByRole("button", { name: "Copy" }).waitFor();
    assert.notEqual(await page.getByLabel("Description").inputValue(), "");
    await page.unrouteAll();
  });

  it("refuses a file that is too large before sending it", async () => {
    await fresh();
    let sent = false;
    page.once("request", (request) => {
      if (request.url().endsWith("/v1/uploads")) sent = true;
    });
    await page.evaluate(() => {
      const files = new DataTransfer();
      files.items.add(new File([new Uint8Array(26 * 1024 * 1024)], "film.mp4", { type: "video/mp4" }));
      const input = document.querySelector('[data-testid="files"]');
      input.files = files.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
    await page.getByText("This file is larger than 25 MB.").waitFor();
    assert.equal(sent, false);
    await page.getByRole("button", { name: "Remove film.mp4" }).click();
    await page.getByText("film.mp4").waitFor({ state: "detached" });
  });

  it("says that a program is not accepted", async () => {
    await page.getByTestId("files").setInputFiles({
      name: "tool.exe",
      mimeType: "application/x-msdownload",
      buffer: Buffer.concat([Buffer.from("MZ"), Buffer.alloc(400)]),
    });
    await page.getByText(".exe files are not accepted").waitFor();
    await page.getByRole("button", { name: "Remove tool.exe" }).click();
  });

  it("tries a file again that did not arrive", async () => {
    let tries = 0;
    await page.route(
      (url) => url.origin !== new URL(base).origin || url.pathname.startsWith("/s3/"),
      (route) => {
        tries += 1;
        return tries === 1 ? route.abort() : route.continue();
      },
    );
    await page.getByTestId("files").setInputFiles(textFile("again.log", 10));
    await page.getByRole("button", { name: "Try again.log again" }).click();
    await page.getByText("Arrived").waitFor();
    await page.unrouteAll();
    await page.getByRole("button", { name: "Remove again.log" }).click();
  });

  it("takes four files and says that the fifth can come later", async () => {
    await page
      .getByTestId("files")
      .setInputFiles([1, 2, 3, 4, 5].map((count) => textFile(`part-${count}.log`, count)));
    await page.getByText("Only 4 files can be added here.").waitFor();
    await page.getByText("Arrived").nth(3).waitFor();
    assert.equal(await page.getByText("part-5.log").count(), 0);
    assert.equal(await page.getByRole("button", { name: "Add a file" }).count(), 0);
  });

  it("nothing complained on the way", () => assert.deepEqual(page.complaints, []));
});
