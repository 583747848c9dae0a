import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";
import { HOME, openPage } from "@/testing/page";
import { json, serve } from "@/testing/server";
import PersonPage from "./PersonPage";

const viewAs = vi.hoisted(() => vi.fn(async () => undefined));
vi.mock("@/api/session", async (original) => ({ ...(await original<object>()), viewAs }));

beforeEach(() => viewAs.mockClear());

const person = (id: string, name: string) => ({
  id,
  name,
  email: `${id}@acme.example`,
  status: "active",
  version: 1,
  hats: [],
  mail_stopped: false,
  allowed: ["disable"],
});

it("leaves an open question behind on the way to another person", async () => {
  serve({
    "GET /v1/home": () => json(200, { ...HOME, actions: ["change_person", "view_person"] }),
    "GET /v1/people/p5": () => json(200, person("p5", "Bo Berg")),
    "GET /v1/people/p6": () => json(200, person("p6", "Cy Carr")),
  });
  const user = userEvent.setup();
  const router = openPage(PersonPage, { path: "/staff/people/$id", at: "/staff/people/p5", face: "staff" });
  await screen.findByRole("heading", { name: "Bo Berg" });
  await router.navigate({ to: "/staff/people/$id", params: { id: "p6" } } as never);
  await screen.findByRole("heading", { name: "Cy Carr" });
  await user.click(await screen.findByRole("button", { name: /^Disable/ }));
  await screen.findByRole("dialog");
  router.history.back();
  await screen.findByRole("heading", { name: "Bo Berg", hidden: true });
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
});

it("removes a lost second step after a question, and offers it only where there is one", async () => {
  let protectedNow = true;
  const asked = serve({
    "GET /v1/home": () => json(200, { ...HOME, actions: ["change_person", "view_person"] }),
    "GET /v1/people/p5": () =>
      json(200, {
        ...person("p5", "Bo Berg"),
        allowed: protectedNow ? ["disable", "remove_second_factor"] : ["disable"],
      }),
    "DELETE /v1/people/p5/second-factor": () => {
      protectedNow = false;
      return json(200, { ...person("p5", "Bo Berg"), version: 2 });
    },
  });
  const user = userEvent.setup();
  openPage(PersonPage, { path: "/staff/people/$id", at: "/staff/people/p5", face: "staff" });
  await user.click(await screen.findByRole("button", { name: "Remove second step…" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Remove the second step of Bo Berg?" }));
  expect(asked.filter(({ method }) => method === "DELETE")).toHaveLength(0);
  await user.click(dialog.getByRole("button", { name: "Remove second step" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  const sent = asked.filter(({ method }) => method === "DELETE");
  expect(sent.map(({ path }) => path)).toEqual(["/v1/people/p5/second-factor"]);
  await screen.findByRole("button", { name: /^Disable/ });
  expect(screen.queryByRole("button", { name: "Remove second step…" })).toBeNull();
});

it("shows the portal as the person in one of their hats, where the server allows it", async () => {
  const hats = ["h1", "h2"].map((id, index) => ({
    id,
    kind: "customer",
    role: index ? "manager" : "member",
    label: `Acme, ${index ? "manager" : "member"}`,
    organisation: "Acme",
    account_id: "a1",
    partner_id: null,
    queue_ids: [],
  }));
  serve({
    "GET /v1/home": () => json(200, { ...HOME, actions: ["view_person", "list_people"] }),
    "GET /v1/people/p5": () => json(200, { ...person("p5", "Bo Berg"), hats, allowed: ["view_as"] }),
    "GET /v1/people/p6": () => json(200, { ...person("p6", "Cy Carr"), hats, allowed: [] }),
  });
  const router = openPage(PersonPage, { path: "/staff/people/$id", at: "/staff/people/p5", face: "staff" });
  await userEvent.setup().click(await screen.findByRole("button", { name: "View as Acme, manager" }));
  expect(viewAs).toHaveBeenCalledWith("p5", "h2");
  const links = await screen.findAllByRole("link", { name: "People of Acme" });
  expect(links[0]?.getAttribute("href")).toBe("/staff/people?account=a1");
  await router.navigate({ to: "/staff/people/$id", params: { id: "p6" } } as never);
  await screen.findByRole("heading", { name: "Cy Carr" });
  expect(screen.queryByRole("button", { name: /^View as/ })).toBeNull();
});
