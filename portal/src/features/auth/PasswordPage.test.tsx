import { MantineProvider } from "@mantine/core";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { type Asked, json, problem, serve } from "@/testing/server";
import PasswordPage from "./PasswordPage";

const PASSWORD = "a sentence is easy";
let answer: () => Response;
let asked: Asked[];
const sent = (path: string) => asked.filter((one) => one.path === path).map(({ body }) => body);

function open(hash: string) {
  history.replaceState(null, "", `/password${hash}`);
  render(
    <MantineProvider env="test">
      <PasswordPage />
    </MantineProvider>,
  );
  return userEvent.setup();
}

beforeEach(() => {
  asked = serve({
    "GET /v1/branding": () => json(200, { company_name: "XYZ Co.", brand_color: "#1f5fa8" }),
    "POST /v1/password-resets": () => answer(),
    "POST /v1/password-resets/complete": () => answer(),
  });
});

describe("the page of a forgotten password", () => {
  it("has a link sent, and tells nobody who exists", async () => {
    answer = () => json(202, { valid_for_minutes: 60 });
    const user = open("");
    await user.type(screen.getByLabelText("E-mail"), "ann at acme");
    await user.click(screen.getByRole("button", { name: "Send the mail" }));
    await screen.findByText(/not a whole e-mail address/);
    await user.clear(screen.getByLabelText("E-mail"));
    await user.type(screen.getByLabelText("E-mail"), "ann@acme.example");
    await user.click(screen.getByRole("button", { name: "Send the mail" }));
    await screen.findByText(/If somebody signs in with ann@acme.example/);
    expect(sent("/v1/password-resets")).toEqual([{ email: "ann@acme.example" }]);
  });

  it("says how long to wait after too many tries", async () => {
    answer = () => problem(429, "too_many_requests", {}, { "Retry-After": "61" });
    const user = open("");
    await user.type(screen.getByLabelText("E-mail"), "ann@acme.example");
    await user.click(screen.getByRole("button", { name: "Send the mail" }));
    await screen.findByText("Too many tries. Please wait 2 minutes and try again.");
  });

  it("does nothing when a link is opened, and saves the password that is chosen", async () => {
    answer = () => new Response(null, { status: 204 });
    const user = open("#person.reset.secret");
    expect(sent("/v1/password-resets/complete")).toHaveLength(0);
    await user.type(screen.getByLabelText("New password"), "too short");
    await user.click(screen.getByRole("button", { name: "Save the password" }));
    await screen.findByText("Please choose a password of at least 15 characters.");
    await user.clear(screen.getByLabelText("New password"));
    await user.type(screen.getByLabelText("New password"), PASSWORD);
    await user.click(screen.getByRole("button", { name: "Save the password" }));
    await screen.findByText(/Your new password is saved/);
    expect(sent("/v1/password-resets/complete")).toEqual([
      { token: "person.reset.secret", password: PASSWORD },
    ]);
    expect(location.pathname + location.hash).toBe("/password");
    expect(screen.getByRole("link", { name: "Go to sign in" })).toHaveAttribute("href", "/");
  });

  it("says that a link is over, and has a new one sent", async () => {
    answer = () => problem(403, "reset_over");
    const user = open("#person.reset.secret");
    await user.type(screen.getByLabelText("New password"), PASSWORD);
    await user.click(screen.getByRole("button", { name: "Save the password" }));
    await screen.findByText(/not good any more/);
    await user.click(screen.getByRole("button", { name: "Send a new link" }));
    await screen.findByLabelText("E-mail");
  });

  it("keeps the password when the server is away", async () => {
    answer = () => problem(503, "unavailable");
    const user = open("#person.reset.secret");
    await user.type(screen.getByLabelText("New password"), PASSWORD);
    await user.click(screen.getByRole("button", { name: "Save the password" }));
    await screen.findByText(/not available right now/);
    expect(screen.getByLabelText("New password")).toHaveValue(PASSWORD);
  });
});
