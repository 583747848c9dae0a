// Signing in with the company's account: through a real identity provider, which the portal knows by its settings alone.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { browserOfGroup, nothingComplained } from "./support/group.mjs";
import { judge } from "./support/judge.mjs";
import { base, login } from "./support/portal.mjs";
import { startProvider } from "./support/provider.mjs";
import { allSpanish } from "./support/words.mjs";

const SECTION = `${base}/v1/settings/identity_provider`;
const BUTTON = { name: "Continue with XYZ account" };

/** Writes the settings of the identity provider, as an administrator's program does. */
async function configure(document) {
  const { email, password } = login("staff", "administrator");
  const asJson = { "Content-Type": "application/json" };
  const body = JSON.stringify({ email, password });
  const session = await fetch(`${base}/v1/session`, { method: "POST", headers: asJson, body });
  const { access_token } = await session.json();
  const headers = { ...asJson, Authorization: `Bearer ${access_token}` };
  const etag = (await fetch(SECTION, { headers })).headers.get("etag");
  const sent = {
    method: "PUT",
    headers: { ...headers, "If-Match": etag },
    body: JSON.stringify({ document }),
  };
  const answer = await fetch(SECTION, sent);
  assert.equal(answer.status, 200, await answer.text());
  await fetch(`${base}/v1/session`, { method: "DELETE", headers });
}

describe("the company's account", () => {
  const windows = browserOfGroup();
  const peter = login("employee", "employee");
  let provider;
  let document;

  before(async () => {
    provider = await startProvider(base);
    document = {
      enabled: true,
      issuer: provider.issuer,
      client_id: "portico",
      client_secret: null,
      label: "XYZ account",
      faces: ["employee", "staff"],
      domains: ["xyz.example", "newcomers.example"],
      newcomers: [{ domain: "newcomers.example", kind: "employee", role: "employee" }],
    };
    await configure(document);
  });
  after(async () => {
    await configure({ ...document, enabled: false });
    await provider.stop();
  });

  async function open(options) {
    const page = await windows(null, options);
    // The provider's page asks for a font of another site.
    await page.route("https://fonts.googleapis.com/**", (route) => route.abort());
    return page;
  }

  /** Signs in at the provider's page, and agrees that the portal learns the address. */
  async function atProvider(page, address) {
    await page.locator('input[name="login"]').fill(address);
    await page.locator('input[name="password"]').fill("any");
    await page.locator('button[type="submit"]').click();
    await page.getByRole("button", { name: "Continue", exact: true }).click();
  }

  const inside = (page, name) => page.getByRole("button", { name: new RegExp(`^You: ${name}`) }).waitFor();

  it("signs an employee in, who lands on the page that they asked for", async () => {
    const page = await open();
    await page.goto(`${base}/employee/knowledge`);
    await page.getByRole("button", BUTTON).waitFor();
    await judge(page, "signing in with two ways");
    await page.getByRole("button", BUTTON).click();
    await page.waitForURL(`${provider.issuer}/**`);
    await atProvider(page, peter.email);
    await inside(page, "Peter Holm");
    assert.equal(page.url(), `${base}/employee/knowledge`);
    const kept = await page.evaluate(() => Object.keys({ ...localStorage, ...sessionStorage }));
    assert.ok(!kept.includes("portico:provider"), "nothing of the sign-in is kept");
    await page.context().close();
  });

  it("is not offered to customers", async () => {
    const page = await open();
    await page.goto(`${base}/customer/tickets`);
    await page.getByRole("button", { name: "Send me a code instead" }).waitFor();
    assert.equal(await page.getByRole("button", BUTTON).count(), 0);
    await page.context().close();
  });

  it("lets nobody in by a link that somebody else was sent back with", async () => {
    const page = await open();
    const asked = [];
    page.on("request", (request) => asked.push(request.url()));
    await page.goto(`${base}/sign-in/company#state=somebody&code=elses`);
    await page.getByText("began in another window").waitFor();
    assert.ok(!asked.some((url) => url.endsWith("/v1/session/oidc/complete")));
    assert.equal(page.url(), `${base}/sign-in/company`);
    await judge(page, "a sign-in that is over");
    await page.context().close();
  });

  for (const [who, address] of [
    ["somebody unknown", "stranger@xyz.example"],
    ["an address that is not verified", `unverified.${peter.email}`],
    ["an address of another domain", "peter.holm@elsewhere.example"],
  ])
    it(`tells ${who} nothing but whom to ask`, async () => {
      const page = await open();
      await page.goto(base);
      await page.getByRole("button", BUTTON).click();
      await atProvider(page, address);
      await page.getByText("This account does not let you in here.").waitFor();
      await page.getByRole("button", BUTTON).waitFor();
      await page.context().close();
    });

  it("makes an employee of somebody whose domain has a rule, in Spanish too", async () => {
    const address = `nina.${Date.now()}@newcomers.example`;
    const page = await open({ locale: "es-ES" });
    await page.goto(`${base}/sign-in/company`);
    const button = page.getByRole("button", { name: "Continuar con XYZ account" });
    await button.waitFor();
    await allSpanish(page, "the page of the company's account", ["English", "Continuar con XYZ account"]);
    await judge(page, "the company's account in Spanish");
    await button.click();
    await atProvider(page, address);
    await page.waitForURL(`${base}/employee`);
    await page.context().close();
  });

  it("says in plain words that the provider does not answer", async () => {
    // Nobody listens on this port.
    await configure({ ...document, issuer: "http://127.0.0.1:9" });
    const page = await open();
    await page.goto(base);
    await page.getByRole("button", BUTTON).click();
    await page.getByText("Your company's sign-in page does not answer.").waitFor();
    await page.getByLabel("E-mail").waitFor();
    await page.context().close();
  });

  nothingComplained(windows);
});
