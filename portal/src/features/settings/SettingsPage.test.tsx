import { screen, within } from "@testing-library/react";
import { expect, it } from "vitest";
import { HOME, openPage } from "@/testing/page";
import { json, serve } from "@/testing/server";
import SettingsPage from "./SettingsPage";

const health = {
  findings: [
    {
      section: "tickets",
      code: "queue_without_agents",
      weight: "wrong",
      name: "Shops",
      detail: "Nobody works on the queue Shops.",
    },
    { section: "files", code: "of_a_newer_server", weight: "unfinished", name: null, detail: "Mind this." },
  ],
  drafts: [
    { section: "portal", saved_at: "2026-11-20T09:00:00Z", saved_by: "Karin Aalto", publish_at: null },
  ],
};

function open(found: object, actions: string[] = ["view_settings"]) {
  serve({
    "GET /v1/home": () => json(200, { ...HOME, actions }),
    "GET /v1/settings/health": () => json(200, found),
  });
  openPage(SettingsPage, { path: "/staff/settings", face: "staff", role: "administrator" });
}

it("leads to each section, and names what waits and what is wrong", async () => {
  open(health);
  expect(await screen.findByText(/Nobody works on the queue Shops/)).toBeInTheDocument();
  // A finding that the portal does not know yet is in the server's words.
  expect(screen.getByText(/Mind this/)).toBeInTheDocument();
  const portal = screen.getByRole("link", { name: "Branding and portals" });
  expect(portal).toHaveAttribute("href", "/staff/settings/portal");
  expect(within(portal.closest("li") as HTMLElement).getByText(/Draft of Karin Aalto/)).toBeInTheDocument();
  expect(screen.getAllByRole("link", { name: "Queues and routing" })).toHaveLength(2);
});

it("says so if nothing needs attention", async () => {
  open({ findings: [], drafts: [] });
  expect(await screen.findByText("Nothing needs your attention.")).toBeInTheDocument();
});

it("is not open to others", async () => {
  open(health, []);
  expect(await screen.findByText("Not open to you")).toBeInTheDocument();
});
