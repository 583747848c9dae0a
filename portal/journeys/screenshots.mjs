// Takes the pictures of README.md from the running dev server: npm run screenshots. They go to docs/screenshots.
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { base, leave, login, openBrowser, openPage, signIn } from "./support/portal.mjs";

const FOLDER = resolve(import.meta.dirname, "../../docs/screenshots");
const SIZE = { viewport: { width: 1440, height: 900 } };

/** Pictures: file, person, page, and acts before it is taken. */
const PICTURES = [
  { file: "home", who: login("customer", "manager"), to: "/customer" },
  {
    file: "ticket",
    who: login("customer", "manager"),
    to: "/customer/tickets",
    async act(page) {
      await page.getByRole("link", { name: /Who can see margins/ }).click();
      await page.getByRole("heading", { level: 1, name: /Who can see margins/ }).waitFor();
    },
  },
  {
    file: "new-ticket",
    who: login("customer", "manager"),
    to: "/customer/tickets/new",
    async act(page) {
      await page.getByLabel("Synopsis").pressSequentially("Cannot sign in after the update");
      await page.getByRole("region", { name: "Suggested articles" }).waitFor();
    },
  },
  {
    file: "desk",
    who: login("staff", "agent"),
    to: "/staff/desk",
    async act(page) {
      await page.getByRole("navigation", { name: "Areas" }).getByRole("link", { name: "PowerPlus" }).click();
      await page.locator("main li > button").first().click();
      await page.locator("section[aria-label^='Ticket ']").waitFor();
      await page
        .getByText(/^support until/)
        .first()
        .waitFor();
    },
  },
  { file: "staff-home", who: login("staff", "agent"), to: "/staff", dark: true },
];

mkdirSync(FOLDER, { recursive: true });
const browser = await openBrowser();
for (const { file, who, to, act, dark } of PICTURES) {
  const page = await openPage(browser, {
    ...SIZE,
    colorScheme: dark ? "dark" : "light",
    reducedMotion: "reduce",
  });
  await signIn(page, who, to);
  await page.goto(base + to);
  await page.waitForLoadState("networkidle");
  await act?.(page);
  await page.waitForLoadState("networkidle");
  await page.screenshot({ path: join(FOLDER, `${file}.png`) });
  await page.context().close();
}
await leave(browser);
