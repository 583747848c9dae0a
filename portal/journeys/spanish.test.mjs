// A Spanish reader: signs in, opens a ticket, follows it, reads the mail; no English word on the way.
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { browserOfGroup, nothingComplained, WIDE } from "./support/group.mjs";
import { judge } from "./support/judge.mjs";
import { base, dev, landOnTicket, mail, signIn } from "./support/portal.mjs";
import { allSpanish } from "./support/words.mjs";

const SYNOPSIS = "La impresora imprime cada etiqueta más abajo";
const QUESTION = "¿Qué rollo de etiquetas utiliza?";
const pilar = dev.logins.find(({ email }) => email.startsWith("pilar@"));
// Questions about no product go to the queue that this agent works on.
const agent = dev.logins.find(({ email }) => email.startsWith("lotte."));

/** Begins to note what a page fetches. Returns a question: the languages whose texts for the first page were fetched. */
function wordsFetched(page) {
  const paths = new Set();
  page.on("request", (request) => paths.add(new URL(request.url()).pathname));
  return async () => {
    const files = JSON.parse(await page.locator('meta[name="portal-texts"]').getAttribute("content"));
    assert.deepEqual(Object.keys(files).sort(), ["en", "es"]);
    return Object.keys(files).filter((language) => files[language].some((path) => paths.has(path)));
  };
}

describe("a Spanish reader", () => {
  const open = browserOfGroup();
  let page;
  let desk;
  let number;
  let id;

  before(async () => {
    page = await open(null, { locale: "en-GB" });
    desk = await open(null, WIDE);
  });

  it("is greeted in the language of the browser, and fetches no other", async () => {
    const spanish = await open(null, { locale: "es-MX" });
    const fetched = wordsFetched(spanish);
    await spanish.goto(base);
    await spanish.getByRole("heading", { name: "Iniciar sesión" }).waitFor();
    assert.deepEqual(await fetched(), ["es"]);
    await spanish.getByRole("button", { name: "Iniciar sesión" }).click();
    await spanish.getByText("Introduzca su correo electrónico.").waitFor();
    await allSpanish(spanish, "the sign-in page", ["English"]);
    await judge(spanish, "the sign-in page in Spanish");
    await spanish.goto(`${base}/invitation#a.link.of-nobody`);
    await spanish.getByRole("heading", { name: "Elija su contraseña" }).waitFor();
    await allSpanish(spanish, "an invitation", ["English"]);
  });

  it("chooses the language where the browser has another, keeping what is typed", async () => {
    const fetched = wordsFetched(page);
    await page.goto(base);
    await page.getByLabel("E-mail").fill(pilar.email);
    assert.deepEqual(await fetched(), ["en"]);
    await page.getByRole("button", { name: "Español" }).click();
    await page.getByRole("heading", { name: "Iniciar sesión" }).waitFor();
    assert.equal(await page.getByLabel("Correo electrónico").inputValue(), pilar.email);
    await allSpanish(page, "the sign-in page", ["English"]);
  });

  it("signs in, and the portal is Spanish", async () => {
    await page.getByLabel("Contraseña", { exact: true }).fill(pilar.password);
    await page.getByRole("button", { name: "Iniciar sesión" }).click();
    await page.getByRole("heading", { name: "Hola, Pilar", level: 1 }).waitFor();
    await page
      .getByRole("button", { name: "Usted: Pilar Olivares, Olivares del Segura SL, responsable" })
      .waitFor();
    await page.waitForLoadState("networkidle");
    await allSpanish(page, "home");
    await judge(page, "home in Spanish");
  });

  it("opens a ticket", async () => {
    await page.getByRole("link", { name: "Nuevo ticket" }).first().click();
    await page.getByRole("heading", { name: "Enviar un nuevo ticket", level: 1 }).waitFor();
    await page.waitForLoadState("networkidle");
    await page.getByRole("button", { name: "Enviar ticket" }).click();
    await page.getByText("antes de enviar el ticket").waitFor();
    await allSpanish(page, "a form with complaints");
    await judge(page, "a new ticket in Spanish");
    await page.getByLabel("Asunto").fill(SYNOPSIS);
    await page.getByRole("radio", { name: "Consulta" }).check();
    await page.getByRole("radio", { name: "4-Baja" }).check();
    await page.getByLabel("Producto").waitFor();
    await page.getByLabel("Descripción").fill("Después de diez etiquetas el texto cae en la **separación**.");
    await page.getByRole("button", { name: "Enviar ticket" }).click();
    ({ number, id } = await landOnTicket(page));
    await page.getByRole("heading", { name: SYNOPSIS, level: 1 }).waitFor();
    await page.getByText("Recibido").first().waitFor();
    await page
      .getByRole("region", { name: "Detalles" })
      .getByText(/^(Vence|Venció): /)
      .first()
      .waitFor();
    await allSpanish(page, "the ticket");
    await judge(page, "a ticket in Spanish");
  });

  it("gets the mail in Spanish, with the times of their zone", async () => {
    const got = await mail(pilar.email, new RegExp(`${number} recibido`));
    assert.equal(got.subject, `${number} recibido: ${SYNOPSIS}`);
    assert.match(got.text, /^Hola, Pilar Olivares:/);
    assert.match(
      got.text,
      /Primera respuesta, a más tardar: \p{L}+ \d+ de \p{L}+ de \d{4}, \d\d:\d\d \(CES?T\)/u,
    );
    assert.match(got.html, /<html lang="es">/);
    assert.match(got.html, />Seguir su ticket</);
  });

  it("sees what happens to it", async () => {
    await signIn(desk, agent);
    await desk.goto(`${base}/staff/desk?ticket=${id}`);
    const record = desk.getByRole("region", { name: `Ticket ${number}` });
    await record.getByRole("button", { name: "Take it" }).click();
    await desk.getByText(`${number} is yours now.`).waitFor();
    await record.getByRole("button", { name: "Ask customer…" }).click();
    await desk.getByRole("dialog").getByLabel("Question to the customer").fill(QUESTION);
    await desk.getByRole("button", { name: "Send question" }).click();
    await desk.getByRole("dialog").waitFor({ state: "detached" });
    await mail(pilar.email, new RegExp(`${number}: necesitamos su respuesta`));
    await page.goto(`${base}/customer/tickets/${id}`);
    await page.getByText(QUESTION).first().waitFor();
    await page.getByText("Pendiente de usted").first().waitFor();
    await page.getByText("Necesitamos algo de usted").waitFor();
    await page.waitForLoadState("networkidle");
    await allSpanish(page, "a ticket that waits");
    await page.goto(`${base}/customer`);
    await page.getByText(`pregunta: «${QUESTION}»`).waitFor();
    await allSpanish(page, "home with a question");
  });

  it("finds everything in Spanish", async () => {
    const pages = [
      "/customer/tickets",
      "/customer/tickets?status=done",
      "/customer/layout",
      "/customer/profile",
    ];
    for (const path of [...pages, "/customer/knowledge", "/customer/nowhere", "/staff/desk"]) {
      await page.goto(base + path);
      await page.getByRole("heading", { level: 1 }).waitFor();
      await page.waitForLoadState("networkidle");
      await allSpanish(page, path, ["English"]);
      await judge(page, `${path} in Spanish`);
    }
    await page.goto(`${base}/customer/knowledge?q=etiqueta`);
    await page
      .getByRole("link", { name: "La Plover P4 imprime cada etiqueta más abajo que la anterior" })
      .click();
    await page.getByText("¿Le ha sido útil?").waitFor();
    await page.locator('article[lang="es"]').getByText("Calibrar", { exact: true }).waitFor();
    await allSpanish(page, "an article");
  });

  it("changes the language in the profile, without a reload", async () => {
    await page.goto(`${base}/customer/profile`);
    await page.evaluate(() => {
      window.unchanged = true;
    });
    await page.getByLabel("Idioma").selectOption("en");
    await page.getByRole("button", { name: "Guardar perfil" }).click();
    await page.getByRole("heading", { name: "Profile", level: 1 }).waitFor();
    await page.getByText("Your profile is saved.").waitFor();
    assert.equal(await page.evaluate(() => document.documentElement.lang), "en-ES");
    assert.equal(await page.evaluate(() => window.unchanged), true);
    await page.getByLabel("Language").selectOption("es");
    await page.getByRole("button", { name: "Save profile" }).click();
    await page.getByRole("heading", { name: "Perfil", level: 1 }).waitFor();
    await page.getByText("Su perfil se ha guardado.").waitFor();
    // The notice in the language before stays for a while.
    await allSpanish(page, "the profile", ["English", "Your profile is saved."]);
  });

  nothingComplained(open);
});
