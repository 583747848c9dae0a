import { MantineProvider } from "@mantine/core";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { currentSession } from "@/api/session";
import { type Asked, json, problem, serve, session } from "@/testing/server";
import InvitationPage from "./InvitationPage";

const PASSWORD = "a sentence is easy";
let answer: () => Response;
let asked: Asked[];
const accepted = () => asked.filter(({ path }) => path === "/v1/invitations/accept");

function open(hash: string) {
  history.replaceState(null, "", `/invitation${hash}`);
  render(
    <MantineProvider env="test">
      <InvitationPage />
    </MantineProvider>,
  );
}

async function choose(password: string) {
  const user = userEvent.setup();
  const box = screen.getByLabelText("Password");
  await user.clear(box);
  await user.type(box, password);
  await user.click(screen.getByRole("button", { name: "Save and sign in" }));
}

beforeEach(() => {
  asked = serve({
    "GET /v1/branding": () => json(200, { company_name: "XYZ Co.", brand_color: "#1f5fa8" }),
    "POST /v1/invitations/accept": () => answer(),
  });
});

describe("the page of an invitation", () => {
  it("sends what the link carries with the password, and leaves it nowhere", async () => {
    answer = () => json(200, session("t1"));
    open("#person.invitation.secret");
    await choose("too short");
    await screen.findByText("Please choose a password of at least 15 characters.");
    expect(accepted()).toHaveLength(0);
    await choose(PASSWORD);
    await vi.waitFor(() => expect(currentSession().phase).toBe("signed_in"));
    expect(accepted()[0]?.body).toEqual({ token: "person.invitation.secret", password: PASSWORD });
    expect(location.pathname + location.hash).toBe("/");
  });

  it("counts characters as the server does", async () => {
    answer = () => json(200, session("t1"));
    open("#a.b.c");
    await choose("👍".repeat(14));
    await screen.findByText("Please choose a password of at least 15 characters.");
  });

  it("says that a link is over, and what to do then", async () => {
    answer = () => problem(403, "invitation_over");
    open("#person.invitation.secret");
    await choose(PASSWORD);
    await screen.findByText(/not good any more/);
    expect(screen.queryByLabelText("Password")).toBeNull();
    expect(screen.getByRole("link", { name: /Sign in/ })).toHaveAttribute("href", "/");
  });

  it("says at the field that a password is easy to guess", async () => {
    const weak = { pointer: "/password", code: "easy_to_guess", detail: "No." };
    answer = () => problem(422, "input_invalid", { errors: [weak] });
    open("#person.invitation.secret");
    await choose("passwordpassword");
    await screen.findByText(/This password is easy to guess/);
    expect(screen.getByLabelText("Password")).toHaveValue("passwordpassword");
  });

  it("keeps the password when the server is away", async () => {
    answer = () => problem(503, "unavailable");
    open("#person.invitation.secret");
    await choose(PASSWORD);
    await screen.findByText(/not available right now/);
    expect(screen.getByLabelText("Password")).toHaveValue(PASSWORD);
  });

  it("says how long to wait after too many tries", async () => {
    answer = () => problem(429, "too_many_requests", {}, { "Retry-After": "61" });
    open("#person.invitation.secret");
    await choose(PASSWORD);
    await screen.findByText("Too many tries. Please wait 2 minutes and try again.");
  });

  it("knows a link that was cut off", () => {
    open("");
    expect(screen.getByText(/This link is not complete/)).toBeInTheDocument();
    expect(screen.queryByLabelText("Password")).toBeNull();
  });
});
