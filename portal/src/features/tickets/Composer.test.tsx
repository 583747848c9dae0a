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

it("sends no words alone while there are files that the way does not take, and says so", async () => {
  serve({
    "GET /v1/home": () => json(200, HOME),
    "GET /v1/drafts/reply-t1": () => problem(404, "not_found"),
    "PUT /v1/drafts/reply-t1": () => json(200, {}),
  });
  const send = vi.fn(async (_text: string, _key: string) => undefined);
  const Page = () => (
    <Composer
      ticket="t1"
      kind="reply"
      label="Reply"
      help=""
      submit="Send"
      ways={[{ name: "resolve", label: "As the solution", send }]}
      menu={({ choose, files }) => (
        <button type="button" data-files={files} onClick={() => choose("resolve")}>
          As the solution
        </button>
      )}
    />
  );
  openPage(Page, { path: "/reply" });
  const user = userEvent.setup();
  const box = await screen.findByRole("textbox", { name: "Reply" });
  await user.type(box, "Restart it.");
  const way = screen.getByRole("button", { name: "As the solution" });
  await user.upload(screen.getByTestId("files"), new File(["x"], "a.log"));
  await waitFor(() => expect(way).toHaveAttribute("data-files", "true"));
  await user.click(way);
  expect(await screen.findByText(/Files cannot go this way/)).toBeInTheDocument();
  expect(screen.getByText("a.log")).toBeInTheDocument();
  expect(box).toHaveValue("Restart it.");
  expect(send).not.toHaveBeenCalled();
});
