import { MantineProvider } from "@mantine/core";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { currentSession } from "@/api/session";
import { type Asked, json, problem, type Reply, serve, session } from "@/testing/server";
import { SignIn } from "./SignIn";

const CHALLENGE = { challenge: "sealed", expires_in: 300 };
let routes: Record<string, Reply>;
let asked: Asked[];
const sent = (path: string) => asked.filter((one) => one.path === path).map(({ body }) => body);

function open() {
  asked = serve(routes);
  render(
    <MantineProvider env="test">
      <SignIn submit="Sign in" />
    </MantineProvider>,
  );
  return userEvent.setup();
}

async function byPassword(user: ReturnType<typeof userEvent.setup>) {
  await user.type(screen.getByLabelText("E-mail"), "ann@acme.example");
  await user.type(screen.getByLabelText("Password"), "a sentence is easy");
  await user.click(screen.getByRole("button", { name: "Sign in" }));
}

beforeEach(() => {
  routes = {};
});

describe("signing in", () => {
  it("takes a second step, and says what a wrong code is", async () => {
    let answer = problem(401, "sign_in_failed");
    routes["POST /v1/session"] = () => json(200, CHALLENGE);
    routes["POST /v1/session/totp"] = () => answer;
    const user = open();
    await byPassword(user);
    const code = await screen.findByLabelText("Code");
    await user.click(screen.getByRole("button", { name: "Sign in" }));
    await screen.findByText(/enter the code of your app/);
    expect(sent("/v1/session/totp")).toHaveLength(0);
    await user.type(code, "123 456");
    await user.click(screen.getByRole("button", { name: "Sign in" }));
    await screen.findByText(/This code is not right/);
    answer = json(200, session("t1"));
    await user.clear(code);
    await user.type(code, "abcd-efgh-ijkl-mnop");
    await user.click(screen.getByRole("button", { name: "Sign in" }));
    await vi.waitFor(() => expect(currentSession().phase).toBe("signed_in"));
    expect(sent("/v1/session/totp")[1]).toEqual({ challenge: "sealed", code: "abcd-efgh-ijkl-mnop" });
  });

  it("starts again once the second step took too long", async () => {
    routes["POST /v1/session"] = () => json(200, CHALLENGE);
    routes["POST /v1/session/totp"] = () => problem(401, "challenge_over");
    const user = open();
    await byPassword(user);
    await user.type(await screen.findByLabelText("Code"), "123456");
    await user.click(screen.getByRole("button", { name: "Sign in" }));
    await screen.findByText("This took too long. Please start again.");
    await user.click(screen.getByRole("button", { name: "Start again" }));
    await screen.findByLabelText("Password");
  });

  it("sends a code to the address that was typed, and signs in with it", async () => {
    routes["POST /v1/sign-in-codes"] = () => json(202, { valid_for_minutes: 10 });
    routes["POST /v1/sign-in-codes/complete"] = () => json(200, session("t1"));
    const user = open();
    await user.type(screen.getByLabelText("E-mail"), "ann@acme.example");
    await user.click(screen.getByRole("button", { name: "Send me a code instead" }));
    expect(await screen.findByLabelText("E-mail")).toHaveValue("ann@acme.example");
    await user.click(screen.getByRole("button", { name: "Send the code" }));
    await screen.findByText(/If somebody signs in with ann@acme.example/);
    await user.type(screen.getByLabelText("Code from the mail"), "12345");
    await user.click(screen.getByRole("button", { name: "Sign in" }));
    await screen.findByText("Please enter the six digits.");
    await user.type(screen.getByLabelText("Code from the mail"), " 6");
    await user.click(screen.getByRole("button", { name: "Sign in" }));
    await vi.waitFor(() => expect(sent("/v1/sign-in-codes/complete")).toHaveLength(1));
    expect(sent("/v1/sign-in-codes/complete")[0]).toEqual({ email: "ann@acme.example", code: "123456" });
  });

  it("says that a code is of no use, and leads back to the password", async () => {
    routes["POST /v1/sign-in-codes"] = () => json(202, { valid_for_minutes: 10 });
    routes["POST /v1/sign-in-codes/complete"] = () => problem(401, "sign_in_failed");
    const user = open();
    await user.click(screen.getByRole("button", { name: "Send me a code instead" }));
    await user.type(await screen.findByLabelText("E-mail"), "ann@acme.example");
    await user.click(screen.getByRole("button", { name: "Send the code" }));
    await user.type(await screen.findByLabelText("Code from the mail"), "123456");
    await user.click(screen.getByRole("button", { name: "Sign in" }));
    await screen.findByText(/is too old/);
    await user.click(screen.getByRole("button", { name: "Send a new code" }));
    await screen.findByRole("button", { name: "Send the code" });
    await user.click(screen.getByRole("button", { name: "Sign in with the password" }));
    await screen.findByLabelText("Password");
  });
});
