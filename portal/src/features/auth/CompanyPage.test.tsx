import { MantineProvider } from "@mantine/core";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { keepBegun, keptBegun } from "@/api/provider";
import { currentSession } from "@/api/session";
import { type Asked, json, problem, serve, session } from "@/testing/server";
import CompanyPage from "./CompanyPage";

const RETURNED = "#state=s1&code=c1";
let answer: () => Response;
let asked: Asked[];
const sent = () => asked.filter((one) => one.path === "/v1/session/oidc/complete").map(({ body }) => body);

function open(address: string) {
  history.replaceState(null, "", `/sign-in/company${address}`);
  render(
    <MantineProvider env="test">
      <CompanyPage />
    </MantineProvider>,
  );
  return userEvent.setup();
}

beforeEach(() => {
  sessionStorage.clear();
  answer = () => json(200, session("t1"));
  asked = serve({
    "GET /v1/branding": () =>
      json(200, {
        company_name: "XYZ Co.",
        brand_color: "#1f5fa8",
        identity_provider: { label: "XYZ account", faces: ["employee", "staff"] },
      }),
    "POST /v1/session/oidc": () => json(200, { url: "#at-the-provider", secret: "p2", expires_in: 600 }),
    "POST /v1/session/oidc/complete": () => answer(),
  });
});

describe("the page that the company's provider returns to", () => {
  it.each(["#state=s1&code=c1", "?state=s1&code=c1"])(
    "sends what came with %s once, and goes on",
    async (came) => {
      keepBegun({ secret: "p1", to: "/staff/tickets?status=open" });
      open(came);
      await vi.waitFor(() => expect(location.pathname).toBe("/staff/tickets"));
      expect(sent()).toEqual([{ state: "s1", code: "c1", secret: "p1" }]);
      expect(location.search + location.hash).toBe("?status=open");
      await vi.waitFor(() => expect(currentSession().phase).toBe("signed_in"));
      expect(keptBegun()).toBeNull();
    },
  );

  it("does nothing with an answer that this tab did not ask for", async () => {
    open(RETURNED);
    await screen.findByText(/began in another window/);
    expect(sent()).toHaveLength(0);
    expect(location.hash).toBe("");
  });

  it("goes to no other site afterwards", async () => {
    keepBegun({ secret: "p1", to: "//evil.example/" });
    open(RETURNED);
    await screen.findByText(/began in another window/);
    expect(sent()).toHaveLength(0);
  });

  it.each([
    [403, "no_access", /ask XYZ Co. to let you in/],
    [403, "provider_sign_in_over", /This sign-in is over/],
  ])("says why nobody is signed in: %i %s", async (status, code, words) => {
    answer = () => problem(status, code);
    keepBegun({ secret: "p1", to: "/staff" });
    const user = open(RETURNED);
    await screen.findByText(words);
    expect(location.hash).toBe("");
    await user.click(await screen.findByRole("button", { name: "Continue with XYZ account" }));
    await vi.waitFor(() => expect(location.hash).toBe("#at-the-provider"));
    expect(keptBegun()).toEqual({ secret: "p2", to: "/staff" });
  });

  it("can be tried again while the provider is away", async () => {
    answer = () => problem(503, "unavailable");
    keepBegun({ secret: "p1", to: "/" });
    const user = open(RETURNED);
    await screen.findByText(/sign-in page does not answer/);
    answer = () => problem(429, "too_many_requests", {}, { "Retry-After": "61" });
    await user.click(screen.getByRole("button", { name: "Try again" }));
    await screen.findByText("Too many tries. Please wait 2 minutes and try again.");
    answer = () => json(200, session("t1"));
    await user.click(screen.getByRole("button", { name: "Try again" }));
    await vi.waitFor(() => expect(sent()).toHaveLength(3));
  });

  it("says that somebody turned back", async () => {
    keepBegun({ secret: "p1", to: "/" });
    open("#error=access_denied&state=s1");
    await screen.findByText(/You did not sign in there/);
    expect(sent()).toHaveLength(0);
  });

  it("offers to begin when it is opened without an answer", async () => {
    const user = open("");
    await user.click(await screen.findByRole("button", { name: "Continue with XYZ account" }));
    await vi.waitFor(() => expect(location.hash).toBe("#at-the-provider"));
    expect(screen.getByRole("link", { name: "Sign in another way" })).toHaveAttribute("href", "/");
  });
});
