import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { HOME, openPage } from "@/testing/page";
import { json, serve } from "@/testing/server";
import { Colleagues, usePresence } from "./presence";
import "./texts";

const LOTTE = { person: { id: "p7", name: "Lotte Smit" }, state: "typing" };

function Page() {
  const { colleagues, onTyped } = usePresence("t1");
  return (
    <div onInput={onTyped}>
      <Colleagues present={colleagues} />
      <textarea aria-label="Reply" />
    </div>
  );
}

function open(actions: string[]) {
  const asked = serve({
    "GET /v1/home": () => json(200, { ...HOME, actions }),
    "PUT /v1/tickets/t1/presence": () => json(200, { items: [LOTTE] }),
  });
  openPage(Page, { path: "/staff/desk", face: "staff", role: "agent" });
  return () => asked.filter(({ method }) => method === "PUT").map(({ body }) => body);
}

it("says that a colleague writes, and once that one writes oneself", async () => {
  const signs = open(["note_presence"]);
  expect(await screen.findByText("Lotte Smit is writing")).toBeInTheDocument();
  expect(signs()).toEqual([{ state: "viewing" }]);
  await userEvent.type(screen.getByRole("textbox", { name: "Reply" }), "Good morning");
  await waitFor(() => expect(signs()).toEqual([{ state: "viewing" }, { state: "typing" }]));
});

it("says nothing where the hat may not", async () => {
  const signs = open([]);
  await screen.findByRole("textbox", { name: "Reply" });
  await userEvent.type(screen.getByRole("textbox", { name: "Reply" }), "x");
  expect(signs()).toEqual([]);
});
