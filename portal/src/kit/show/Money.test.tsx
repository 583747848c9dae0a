import { screen, waitFor } from "@testing-library/react";
import { expect, it } from "vitest";
import { HOME, openPage } from "@/testing/page";
import { json, serve } from "@/testing/server";
import { Money } from "./Money";

async function shown(locale: string) {
  serve({ "GET /v1/home": () => json(200, { ...HOME, person: { ...HOME.person, locale } }) });
  const Amounts = () => (
    <>
      <Money amount="-1234.50" currency="EUR" />
      <Money minor={1250} currency="JPY" bare />
    </>
  );
  openPage(Amounts, { path: "/" });
  await screen.findByText(/234/);
  return [...document.querySelectorAll("data")];
}

it("is written in the language of the person, and is itself for machines", async () => {
  const [debt, price] = await shown("de-DE");
  await waitFor(() => expect(debt?.textContent?.replace(/\s/g, " ")).toBe("-1.234,50 €"));
  expect(debt).toHaveAttribute("value", "-1234.50 EUR");
  expect(price).toHaveTextContent("1.250");
  expect(price).toHaveAttribute("value", "1250 JPY");
});
