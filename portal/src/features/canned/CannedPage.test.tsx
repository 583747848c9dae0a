import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { Toasts } from "@/components/toasts";
import { HOME, openPage } from "@/testing/page";
import { json, serve } from "@/testing/server";
import CannedPage from "./CannedPage";

const reply = (id: string, version: number, retired = false) => ({
  id,
  version,
  name: `Reply ${id}`,
  text: "Thank you.",
  queue_id: null,
  retired,
  may_change: true,
  updated_at: "2025-01-01T10:00:00Z",
});

it("takes back many that were retired at once, as it does a single one", async () => {
  const asked = serve({
    "GET /v1/home": () => json(200, { ...HOME, actions: ["list_canned_replies", "change_canned_replies"] }),
    "GET /v1/queues": () => json(200, { items: [] }),
    "GET /v1/canned-replies": () => json(200, { items: [reply("c1", 2), reply("c2", 5)] }),
    "POST /v1/canned-replies/c1/retire": () => json(200, reply("c1", 3, true)),
    "POST /v1/canned-replies/c2/retire": () => json(200, reply("c2", 6, true)),
    "PATCH /v1/canned-replies/c1": () => json(200, reply("c1", 4)),
    "PATCH /v1/canned-replies/c2": () => json(200, reply("c2", 7)),
  });
  const Page = () => (
    <>
      <CannedPage />
      <Toasts />
    </>
  );
  openPage(Page, { path: "/staff/canned-replies", face: "staff", role: "agent" });
  const user = userEvent.setup();
  await user.click(await screen.findByRole("checkbox", { name: "Choose all that are shown" }));
  await user.click(await screen.findByRole("button", { name: "Retire" }));
  await user.click(await screen.findByRole("button", { name: "Undo" }));
  await screen.findByText("Undone.");
  const changes = asked.filter(({ method }) => method === "PATCH");
  expect(changes.map(({ path, headers, body }) => [path, headers.get("If-Match"), body])).toEqual([
    ["/v1/canned-replies/c1", '"3"', { retired: false }],
    ["/v1/canned-replies/c2", '"6"', { retired: false }],
  ]);
});
