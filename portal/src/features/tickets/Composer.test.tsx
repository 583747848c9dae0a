import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { HOME, openPage } from "@/testing/page";
import { json, problem, serve } from "@/testing/server";
import { Composer } from "./Composer";

vi.mock("@/kit/files/upload", async (original) => ({
  ...(await original<typeof import("@/kit/files/upload")>()),
  upload: (file: File) => Promise.resolve(`id-of-${file.name}`),
}));

it("sends words once that were lost on the way and then sent to be followed by an act", async () => {
  const keys: (string | null)[] = [];
  const after = vi.fn();
  serve({
    "GET /v1/home": () => json(200, HOME),
    "GET /v1/drafts/reply-t1": () => problem(404, "not_found"),
    "PUT /v1/drafts/reply-t1": () => json(200, {}),
    "DELETE /v1/drafts/reply-t1": () => new Response(null, { status: 204 }),
    "POST /v1/tickets/t1/replies": (request) => {
      keys.push(request.headers.get("idempotency-key"));
      return keys.length === 1 ? problem(503, "unavailable") : json(201, { id: "i1" });
    },
  });
  const Page = () => (
    <Composer
      ticket="t1"
      kind="reply"
      label="Reply"
      help=""
      submit="Send"
      ways={[{ name: "hold", label: "Send, then hold", after }]}
      menu={({ choose }) => (
        <button type="button" onClick={() => choose("hold")}>
          Send, then hold
        </button>
      )}
    />
  );
  openPage(Page, { path: "/reply" });
  const user = userEvent.setup();
  await user.type(await screen.findByRole("textbox", { name: "Reply" }), "We wait for the part.");
  await user.click(screen.getByRole("button", { name: "Send" }));
  await waitFor(() => expect(keys).toHaveLength(1));
  const hold = screen.getByRole("button", { name: "Send, then hold" });
  await waitFor(() => expect(screen.getByRole("button", { name: "Send" })).toBeEnabled());
  await user.click(hold);
  await waitFor(() => expect(after).toHaveBeenCalledOnce());
  expect(keys).toHaveLength(2);
  expect(keys[1]).toBe(keys[0]);
});
