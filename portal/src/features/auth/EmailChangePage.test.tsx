import { MantineProvider } from "@mantine/core";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { type Asked, json, problem, serve } from "@/testing/server";
import EmailChangePage from "./EmailChangePage";

let answer: () => Response;
let asked: Asked[];
const sent = () => asked.filter((one) => one.path === "/v1/me/email/confirm").map(({ body }) => body);

function open(hash: string) {
  history.replaceState(null, "", `/email-change${hash}`);
  render(
    <MantineProvider env="test">
      <EmailChangePage />
    </MantineProvider>,
  );
  return userEvent.setup();
}

beforeEach(() => {
  asked = serve({
    "GET /v1/branding": () => json(200, { company_name: "XYZ Co.", brand_color: "#1f5fa8" }),
    "POST /v1/me/email/confirm": () => answer(),
  });
});

describe("the page of a new address", () => {
  it("does nothing when the link is opened, and confirms by its button", async () => {
    answer = () => new Response(null, { status: 204 });
    const user = open("#person.change.secret");
    const button = await screen.findByRole("button", { name: "Confirm the address" });
    expect(sent()).toHaveLength(0);
    await user.click(button);
    await screen.findByText(/Your e-mail address is changed/);
    expect(sent()).toEqual([{ token: "person.change.secret" }]);
    expect(location.pathname + location.hash).toBe("/email-change");
    expect(screen.getByRole("link", { name: "Go to the portal" })).toHaveAttribute("href", "/");
  });

  it.each([
    [403, "email_change_over", /not good any more/],
    [409, "email_taken", /Somebody else signs in with this address/],
  ])("says why the address stays: %i %s", async (status, code, words) => {
    answer = () => problem(status, code);
    const user = open("#person.change.secret");
    await user.click(await screen.findByRole("button", { name: "Confirm the address" }));
    await screen.findByText(words);
    expect(screen.queryByRole("button", { name: "Confirm the address" })).toBeNull();
    expect(location.hash).toBe("");
  });

  it("keeps the link when the server is away", async () => {
    answer = () => problem(503, "unavailable");
    const user = open("#person.change.secret");
    await user.click(await screen.findByRole("button", { name: "Confirm the address" }));
    await screen.findByText(/not available right now/);
    expect(location.hash).toBe("#person.change.secret");
    answer = () => problem(429, "too_many_requests", {}, { "Retry-After": "61" });
    await user.click(screen.getByRole("button", { name: "Confirm the address" }));
    await screen.findByText("Too many tries. Please wait 2 minutes and try again.");
  });

  it("says that a link without its secret is of no use", async () => {
    open("");
    await screen.findByText(/not good any more/);
  });
});
