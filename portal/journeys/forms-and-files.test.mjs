// What the form refuses, and how it says so.
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { browserOfGroup, nothingComplained } from "./support/group.mjs";
import { base, fillTicket, login, refuseWith, startTicket, textFile } from "./support/portal.mjs";

describe("the form of a new ticket", () => {
  const open = browserOfGroup();
  let page;

  before(async () => {
    page = await open(login("customer", "member"));
  });

  const focused = () => page.evaluate(() => document.activeElement?.getAttribute("name"));
  const error = (field) => page.getByLabel(field).evaluate((box) => box.getAttribute("aria-invalid"));

  it("names everything that is missing and puts the cursor into the first", async () => {
    await startTicket(page);
    await page.getByRole("button", { name: "Submit new ticket" }).click();
    await page.getByText("things need your attention").waitFor();
    assert.equal(await focused(), "synopsis");
    assert.equal(await error("Synopsis"), "true");
    await page.getByText("Choose what it is.").waitFor();
    await page.getByText("Choose how urgent it is.").waitFor();
  });

  it("checks a field when it is left, and forgives as soon as it is right", async () => {
    await startTicket(page);
    await page.getByLabel("Synopsis").fill("abc");
    await page.getByLabel("Description").focus();
    await page.getByText("Please use at least 5 characters.").waitFor();
    await page.getByLabel("Synopsis").fill("abcdef");
    await page.getByText("Please use at least 5 characters.").waitFor({ state: "detached" });
  });

  it("shows the server's objection at the field it is about", async () => {
    await startTicket(page);
    await fillTicket(page);
    await refuseWith(page, "POST", /\/v1\/tickets$/, {
      status: 422,
      code: "input_invalid",
      request_id: "req-42",
      errors: [{ pointer: "/version_id", code: "not_in_support", detail: "ended" }],
    });
    await page.getByRole("button", { name: "Submit new ticket" }).click();
    await page.getByText("Support for this has ended.").waitFor();
    await page.waitForFunction(() => document.activeElement?.getAttribute("name") === "version_id");
    await page.unrouteAll();
  });

  it("gives the request number when the server fails, and keeps everything", async () => {
    await refuseWith(page, "POST", /\/v1\/tickets$/, {
      status: 500,
      code: "internal",
      request_id: "req-500",
    });
    await page.getByRole("button", { name: "Submit new ticket" }).click();
    await page.getByText("req-500").waitFor();
    await page.getByRole("button", { name: "Copy" }).waitFor();
    assert.notEqual(await page.getByLabel("Description").inputValue(), "");
    await page.unrouteAll();
  });

  it("refuses a file that is too large before sending it", async () => {
    await startTicket(page);
    // The limit of size is known only then; before, the server would refuse the file.
    await page.getByText("Accepted kinds:").waitFor();
    let sent = false;
    page.once("request", (request) => {
      if (request.url().endsWith("/v1/uploads")) sent = true;
    });
    await page.evaluate(() => {
      const files = new DataTransfer();
      files.items.add(new File([new Uint8Array(26 * 1024 * 1024)], "films.zip", { type: "application/zip" }));
      const input = document.querySelector('[data-testid="files"]');
      input.files = files.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
    await page.getByText("This file is larger than 25 MB.").waitFor();
    assert.equal(sent, false);
    await page.getByRole("button", { name: "Remove films.zip" }).click();
    await page.getByText("films.zip").waitFor({ state: "detached" });
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

  it("starts over when it is told to", async () => {
    await startTicket(page);
    await page.getByRole("button", { name: "start over" }).click();
    await page.getByText("The draft is gone.").waitFor();
    assert.equal(await page.getByLabel("Synopsis").inputValue(), "");
  });

  nothingComplained(open);
});
