import { MantineProvider } from "@mantine/core";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { keptBegun } from "@/api/provider";
import type { Branding } from "@/api/types";
import { json, problem, type Reply, serve } from "@/testing/server";
import { providerFor } from "./CompanyButton";
import { SignIn } from "./SignIn";

const BRANDING = {
  company_name: "XYZ Co.",
  brand_color: "#1f5fa8",
  support_email: "",
  support_phone: "",
  identity_provider: { label: "XYZ account", faces: ["employee", "staff"] },
} satisfies Branding;
let begin: Reply;

function open({ inPlace = false } = {}) {
  serve({
    "GET /v1/branding": () => json(200, BRANDING),
    "POST /v1/session/oidc": (asked) => begin(asked),
  });
  render(
    <MantineProvider env="test">
      <SignIn submit="Sign in" inPlace={inPlace} />
    </MantineProvider>,
  );
  return userEvent.setup();
}

beforeEach(() => {
  sessionStorage.clear();
  history.replaceState(null, "", "/staff/tickets?status=open");
  begin = () => json(200, { url: "#at-the-provider", secret: "p1", expires_in: 600 });
});

describe("the way through the company's provider", () => {
  it("leads to the provider's page, and later back to the page that was asked for", async () => {
    const user = open();
    await user.click(await screen.findByRole("button", { name: "Continue with XYZ account" }));
    await vi.waitFor(() => expect(location.hash).toBe("#at-the-provider"));
    expect(keptBegun()).toEqual({ secret: "p1", to: "/staff/tickets?status=open" });
  });

  it("says that the provider does not answer", async () => {
    begin = () => problem(503, "unavailable");
    const user = open();
    await user.click(await screen.findByRole("button", { name: "Continue with XYZ account" }));
    await screen.findByText(/sign-in page does not answer/);
    expect(keptBegun()).toBeNull();
  });

  it("is another tab where a page must stay", async () => {
    open({ inPlace: true });
    const link = await screen.findByRole("link", { name: "Continue with XYZ account" });
    expect(link).toHaveAttribute("href", "/sign-in/company");
    expect(link).toHaveAttribute("target", "_blank");
  });

  it("is there for the portals that it serves, and where none is named", () => {
    for (const path of ["/", "/staff", "/employee/tickets/7"])
      expect(providerFor(BRANDING, path)?.label).toBe("XYZ account");
    for (const path of ["/customer", "/partner/tickets"]) expect(providerFor(BRANDING, path)).toBeNull();
    expect(providerFor({ ...BRANDING, identity_provider: null }, "/staff")).toBeNull();
    expect(providerFor(null, "/staff")).toBeNull();
  });
});
