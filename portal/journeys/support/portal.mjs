// Access of journeys to the running portal: its address, logins, browsers and mailbox.
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { chromium } from "playwright-core";

const place = resolve(import.meta.dirname, "../..", process.env.PORTICO_DEV_JSON ?? "../.local/dev.json");
export const dev = JSON.parse(readFileSync(place, "utf8"));
export const base = dev.base_url.replace(/\/$/, "");

const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Returns the first login of a face, with the role if one is named. */
export function login(face, role) {
  const found = dev.logins.find((one) => one.face === face && (!role || one.role === role));
  if (!found) throw new Error(`no login for ${face} ${role ?? ""} in ${place}`);
  return found;
}

export function openBrowser() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: FLAGS });
}

/**
 * Opens a window with its own cookies. `page.complaints` collects the errors of the page, `page.refused` the requests
 * that got no answer or one of 400 and above, `page.pending` those that wait for theirs.
 */
export async function openPage(browser, options = {}) {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    baseURL: base,
    ...options,
  });
  // A busy machine is no reason to fail.
  context.setDefaultTimeout(30_000);
  return watch(await context.newPage());
}

export function watch(page) {
  page.complaints = [];
  page.refused = [];
  page.pending = new Set();
  page.renewing = null;
  page.on("request", (request) => {
    page.pending.add(request);
    if (request.url() === `${base}/v1/session/refresh`) page.renewing = request;
  });
  const refused = (request, why) => page.refused.push(`${request.method()} ${request.url()}: ${why}`);
  page.on("response", (response) => {
    if (response.status() >= 400) refused(response.request(), response.status());
  });
  page.on("requestfailed", (request) => {
    page.pending.delete(request);
    refused(request, request.failure()?.errorText);
  });
  page.on("requestfinished", (request) => page.pending.delete(request));
  page.on("pageerror", (error) => page.complaints.push(String(error)));
  page.on("console", (message) => {
    const text = message.text();
    // The browser itself reports every answer of 400 and above; the portal deals with those.
    if (message.type() === "error" && !text.startsWith("Failed to load resource")) page.complaints.push(text);
  });
  return page;
}

/**
 * Folder that keeps sessions for the next journey, because sign-ins of an address are limited per quarter of an hour.
 * Each start of a server has its own folder: sessions of an earlier server are not valid.
 */
const KEPT = join(tmpdir(), `portico-journeys-${Math.trunc(statSync(place).mtimeMs)}`);
const keptAt = (who) => join(KEPT, `${encodeURIComponent(who.email)}.json`);

/**
 * Takes the session that an earlier journey left, if any. No other journey gets it: its cookie is valid for one use.
 */
function takeSession(who) {
  try {
    const cookies = JSON.parse(readFileSync(keptAt(who), "utf8"));
    rmSync(keptAt(who));
    return cookies;
  } catch {
    return [];
  }
}

/** Signs in, or continues the session that an earlier journey left. */
export async function signIn(page, who, to = "/") {
  const context = page.context();
  const cookies = takeSession(who);
  if (cookies.length > 0) {
    await context.addCookies(cookies);
    // A browser that was signed in has this mark on the device.
    await page.goto(`${base}/v1/branding`);
    await page.evaluate(() => localStorage.setItem("portico:session", "here"));
  }
  await page.goto(base + to);
  const here = page.getByRole("button", { name: /^You: / });
  const door = page.getByRole("heading", { name: "Sign in", exact: true });
  await here.or(door).waitFor();
  if (await door.isVisible()) await fillSignIn(page, who);
  await here.waitFor();
  context.signedIn = who;
}

/** Closes the browser and leaves its sessions for the next journey. */
export async function leave(browser) {
  mkdirSync(KEPT, { recursive: true, mode: 0o700 });
  for (const context of browser.contexts()) {
    if (!context.signedIn) continue;
    // The cookie comes with the answer.
    await Promise.all(context.pages().map((page) => page.renewing?.response().catch(() => null)));
    const cookies = await context.cookies();
    if (cookies.length > 0) writeFileSync(keptAt(context.signedIn), JSON.stringify(cookies), { mode: 0o600 });
  }
  await browser.close();
}

export async function fillSignIn(page, who, button = "Sign in") {
  await page.getByLabel("E-mail").fill(who.email);
  await page.getByLabel("Password", { exact: true }).fill(who.password);
  await page.getByRole("button", { name: button, exact: true }).click();
}

/** Repeats a question until it has an answer, for a limited time. */
export async function eventually(ask, what, within = 20_000) {
  const end = Date.now() + within;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() > end) throw new Error(`did not come: ${what}`);
    await new Promise((later) => setTimeout(later, 200));
  }
}

/** Returns the newest mail to an address whose subject or text matches. */
export function mail(to, pattern) {
  return eventually(async () => {
    const answer = await fetch(`${dev.mailbox_url}/messages?to=${encodeURIComponent(to)}`);
    const { items } = await answer.json();
    return items.find((item) => pattern.test(item.subject) || pattern.test(item.text));
  }, `mail to ${to} with ${pattern}`);
}

export const THE_TICKET = {
  synopsis: "Simultaneous login failure since the last update",
  type: "Issue",
  severity: "1-Critical",
  product: "Asme PowerPlus",
  version: "3.0",
  description: "Since this morning's update **nobody** of us can sign in when others are signed in already.",
};

/** Fills in the form of a new ticket; fields without a value are as in `THE_TICKET`. */
export async function fillTicket(page, own = {}) {
  const values = { ...THE_TICKET, ...own };
  await page.getByLabel("Synopsis").fill(values.synopsis);
  await page.getByRole("radio", { name: values.type }).check();
  await page.getByRole("radio", { name: values.severity }).check();
  await page.getByLabel("Product", { exact: true }).selectOption({ label: values.product });
  await page.getByLabel("Version", { exact: true }).selectOption({ label: values.version });
  await page.getByLabel("Description").fill(values.description);
  return values;
}

export function textFile(name, size = 2_000) {
  return {
    name,
    mimeType: "text/plain",
    buffer: Buffer.from("login refused for two people at once\n".repeat(size)),
  };
}

/** Waits for the page of a ticket that was just opened; returns its number and its ID. */
export async function landOnTicket(page, face = "customer") {
  await page.waitForURL(new RegExp(`/${face}/tickets/(?!new)[\\w-]+$`));
  const number = await page
    .getByText(/^T-\d+$/)
    .first()
    .textContent();
  return { number: number.trim(), id: page.url().split("/").at(-1) };
}

/** Submits the form of a new ticket and lands on its page. */
export async function submitTicket(page) {
  await page.getByRole("button", { name: "Submit new ticket" }).click();
  return landOnTicket(page);
}

/** Goes to the form of a new ticket. */
export async function startTicket(page) {
  await page.goto(`${base}/customer/tickets/new`);
  await page.getByRole("heading", { name: "Submit a New Ticket", level: 1 }).waitFor();
}

/** Opens a ticket as a customer; fields without a value are as in `THE_TICKET`. */
export async function openTicket(page, own) {
  await startTicket(page);
  await fillTicket(page, own);
  return submitTicket(page);
}

/** Writes on the ticket that is open in the console. */
export async function reply(desk, text, whom = "customer") {
  await desk.getByRole("textbox", { name: `Reply to the ${whom}` }).fill(text);
  await desk.getByRole("button", { name: "Send", exact: true }).click();
  await desk.getByRole("listitem").filter({ hasText: text }).waitFor();
}

/** Resolves the ticket that is open in the console. */
export async function resolveTicket(desk, solution) {
  await desk.getByRole("button", { name: "Resolve…" }).click();
  await desk.getByRole("dialog").getByLabel("Solution").fill(solution);
  await desk.getByRole("button", { name: "Resolve ticket" }).click();
  await desk.getByRole("dialog").waitFor({ state: "detached" });
}

/** Answers calls of a method to an address with a problem, instead of the server. */
export function refuseWith(page, method, address, problem) {
  return page.route(address, (route) =>
    route.request().method() === method
      ? route.fulfill({
          status: problem.status,
          contentType: "application/problem+json",
          body: JSON.stringify(problem),
        })
      : route.continue(),
  );
}

/** Returns the names of the widgets of a home page in the person's order, which a narrow screen shows them in. */
export async function widgetNames(page) {
  await page.locator("main [data-widget] h2").first().waitFor();
  await page.waitForLoadState("networkidle");
  return page.locator("main [data-widget]").evaluateAll((parts) => {
    const placed = parts.map((part) => ({
      name: part.querySelector("h2").textContent,
      row: (part.closest("[class*=columns]") ?? part).getBoundingClientRect().top,
      order: Number(getComputedStyle(part.parentElement).order),
    }));
    placed.sort((one, other) => one.row - other.row || one.order - other.order);
    return placed.map(({ name }) => name);
  });
}

/** Invites somebody into the first queue as an administrator, from the page of the people. */
export async function inviteAgent(admin, { name, email }) {
  await admin.goto(`${base}/staff/people`);
  await admin.getByRole("button", { name: "Invite somebody" }).click();
  const dialog = admin.getByRole("dialog", { name: "Invite somebody" });
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByLabel("E-mail").fill(email);
  await dialog.getByRole("checkbox").first().check();
  await dialog.getByRole("button", { name: "Send the invitation" }).click();
  await dialog.waitFor({ state: "detached" });
}

/** Finds people as an administrator, by the beginning of a name or address; gives the link to the one. */
export async function findPerson(admin, { name, email }) {
  await admin.goto(`${base}/staff/people?q=${encodeURIComponent(email)}`);
  const link = admin.getByRole("table", { name: "People" }).getByRole("link", { name });
  await link.waitFor();
  return link;
}
