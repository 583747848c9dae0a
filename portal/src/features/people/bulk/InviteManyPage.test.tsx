import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { HOME, openPage } from "@/testing/page";
import { json, problem, serve } from "@/testing/server";
import InviteManyPage from "./InviteManyPage";

const TEXT = [
  "name,email,role,queues",
  "Kim Berg,kim@acme.example,agent,PowerPlus",
  "Bo Berg,bo@acme.example,chief",
  "Cy Carr,cy@acme.example,sales",
].join("\n");

const PATH = "/staff/people/invite";

function open(at = PATH) {
  openPage(InviteManyPage, { path: PATH, at, face: "staff", role: "administrator" });
}

const outcome = (name: string) => within(screen.getByRole("row", { name: new RegExp(name) }));

it("shows what is wrong before anything is sent, and then what became of each line", async () => {
  let taken = true;
  const asked = serve({
    "GET /v1/home": () => json(200, { ...HOME, actions: ["invite_person"] }),
    "GET /v1/queues": () => json(200, { items: [{ id: "q1", name: "PowerPlus", agents: [] }] }),
    "POST /v1/invitations": ({ body }) =>
      (body as { name: string }).name === "Cy Carr" && taken
        ? problem(422, "input_invalid", {
            errors: [
              { pointer: "/email", code: "taken", detail: "Somebody with this address has joined already." },
            ],
          })
        : json(201, { id: "p9", version: 1 }),
  });
  const sent = () => asked.filter(({ method }) => method === "POST");
  open();
  const user = userEvent.setup();
  const field = await screen.findByLabelText("Or paste the lines here");
  await user.click(field);
  await user.paste(TEXT);
  outcome("Bo Berg").getByText("There is no such role here");
  await waitFor(() => outcome("Kim Berg").getByText("Ready"));
  screen.getByText("1 line has a fault and is left out");
  expect(sent()).toEqual([]);
  await user.click(screen.getByRole("button", { name: "Send 2 invitations" }));
  await waitFor(() => outcome("Kim Berg").getByText("Invited"));
  outcome("Cy Carr").getByText("Somebody with this address has joined already.");
  screen.getByText("1 invitation is sent.");
  expect(sent().map(({ body }) => body)).toEqual([
    {
      name: "Kim Berg",
      email: "kim@acme.example",
      locale: "en",
      hats: [{ kind: "staff", role: "agent", queue_ids: ["q1"] }],
    },
    {
      name: "Cy Carr",
      email: "cy@acme.example",
      locale: "en",
      hats: [{ kind: "staff", role: "sales", queue_ids: [] }],
    },
  ]);
  taken = false;
  await user.click(screen.getByRole("button", { name: "Send 1 invitation" }));
  await waitFor(() => outcome("Cy Carr").getByText("Invited"));
  expect(sent()).toHaveLength(3);
  expect(screen.queryByRole("button", { name: /^Send/ })).toBeNull();
});

it("invites into the account of the list", async () => {
  const asked = serve({
    "GET /v1/home": () => json(200, { ...HOME, actions: ["invite_person"] }),
    "POST /v1/invitations": () => json(201, { id: "p9", version: 1 }),
  });
  open(`${PATH}?account=a1`);
  const user = userEvent.setup();
  await user.click(await screen.findByLabelText("Or paste the lines here"));
  await user.paste("Kim Berg,kim@acme.example");
  await user.click(await screen.findByRole("button", { name: "Send 1 invitation" }));
  await waitFor(() => outcome("Kim Berg").getByText("Invited"));
  expect(asked.find(({ method }) => method === "POST")?.body).toMatchObject({
    hats: [{ kind: "customer", role: "member", account_id: "a1" }],
  });
});

it("is not open to those who invite nobody", async () => {
  serve({ "GET /v1/home": () => json(200, HOME) });
  open();
  await screen.findByRole("heading", { name: "Not open to you" });
});
