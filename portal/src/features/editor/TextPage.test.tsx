import { cleanup, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it } from "vitest";
import { Toasts } from "@/components/toasts";
import { HOME, openPage } from "@/testing/page";
import { type Asked, json, problem, serve } from "@/testing/server";
import TextPage from "./TextPage";

const manuscript = (version: number, more: object = {}) => ({
  id: "a1",
  version,
  state: "published",
  stage: null,
  kind: "faq",
  title: "Starting the pump",
  summary: "In two steps.",
  products: [],
  audiences: ["customer"],
  tags: ["pump"],
  language: "en",
  publish_at: null,
  readable_from: "2025-01-01T10:00:00Z",
  expires_at: null,
  review_by: null,
  owner: { id: "p9", name: "Elena" },
  changed_at: "2025-02-01T10:00:00Z",
  helpful: 0,
  unhelpful: 0,
  allowed: ["change"],
  body: "Open it.",
  body_html: "<p>Open it.</p>",
  ...more,
});

let now: ReturnType<typeof manuscript>;
let asked: Asked[];

beforeEach(() => {
  now = manuscript(3);
  asked = serve({
    "GET /v1/home": () => json(200, { ...HOME, actions: ["change_article"] }),
    "GET /v1/editor/articles/a1": () => json(200, now),
    "GET /v1/products": () => json(200, { items: [] }),
    "PUT /v1/articles/a1": ({ headers, body }) => {
      if (headers.get("If-Match") !== `"${now.version}"`) return problem(412, "stale");
      now = manuscript(now.version + 1, body as object);
      return json(200, { ...now, products: [] });
    },
  });
});

const sent = () => asked.filter(({ method }) => method === "PUT");

function open() {
  const Page = () => (
    <>
      <TextPage />
      <Toasts />
    </>
  );
  openPage(Page, {
    path: "/staff/articles/$id/text",
    at: "/staff/articles/a1/text",
    face: "staff",
    role: "editor",
    others: { "/staff/articles/$id": "the article" },
  });
  return userEvent.setup();
}

/** Writes a text while another editor saves a version. */
async function overtaken() {
  const user = open();
  const body = await screen.findByLabelText("Text");
  await user.clear(body);
  await user.type(body, "Mine.");
  now = manuscript(4, { body: "Theirs.", tags: ["valve"], title: "Stopping the pump" });
  await user.click(screen.getByRole("button", { name: "Save draft" }));
  await screen.findByText("Somebody else has changed this in the meantime");
  return user;
}

it("writes over another editor's change only when asked to, and keeps what only they changed", async () => {
  const user = await overtaken();
  expect(screen.getByLabelText("Text")).toHaveValue("Mine.");
  expect(screen.getByText(/: Stopping the pump/)).toBeInTheDocument();
  expect(screen.getByText(/you changed this too/)).toHaveTextContent("Text");
  expect(screen.getByRole("link", { name: /newest version/ })).toHaveAttribute("href", "/staff/articles/a1");
  await user.click(screen.getByRole("button", { name: "Save draft" }));
  await screen.findByText(/Choose above what becomes of your changes/);
  expect(sent()).toHaveLength(1);
  await user.click(screen.getByRole("button", { name: "Save my changes over it" }));
  await screen.findByText("the article");
  expect(sent().map(({ headers }) => headers.get("If-Match"))).toEqual(['"3"', '"4"']);
  expect(sent()[1]?.body).toMatchObject({ body: "Mine.", tags: ["valve"], title: "Stopping the pump" });
});

it("gives a text up for that of another editor", async () => {
  const user = await overtaken();
  await user.click(screen.getByRole("button", { name: "Take their version" }));
  await waitFor(() => expect(screen.getByLabelText("Text")).toHaveValue("Theirs."));
  expect(screen.queryByText("Somebody else has changed this in the meantime")).toBeNull();
  expect(Object.keys(localStorage).filter((place) => place.includes("draft"))).toEqual([]);
});

it("offers a draft again that began from an older version", async () => {
  const user = open();
  await user.type(await screen.findByLabelText("Text"), " Slowly.");
  cleanup();
  now = manuscript(4, { body: "Theirs." });
  open();
  expect(await screen.findByLabelText("Text")).toHaveValue("Open it. Slowly.");
  expect(screen.getByText(/begun from an older version/)).toBeInTheDocument();
  const theirs = within((await screen.findAllByRole("alert"))[0] as HTMLElement);
  expect(theirs.getByText("Somebody else has changed this in the meantime")).toBeInTheDocument();
});

it("shows at its field a date that is too far away", async () => {
  asked = serve({
    "GET /v1/home": () => json(200, { ...HOME, actions: ["change_article"] }),
    "GET /v1/editor/articles/a1": () => json(200, now),
    "GET /v1/products": () => json(200, { items: [] }),
    "PUT /v1/articles/a1": () =>
      problem(422, "input_invalid", {
        errors: ["publish_at", "expires_at", "review_by"].map((field) => ({
          pointer: `/${field}`,
          code: "too_late",
          detail: `Choose a nearer ${field}.`,
        })),
      }),
  });
  const user = open();
  await user.type(await screen.findByLabelText("Text"), " Slowly.");
  await user.click(screen.getByRole("button", { name: "Save draft" }));
  for (const [label, field] of [
    [/^Publish at/, "publish_at"],
    [/^Readable until/, "expires_at"],
    [/^Read again on/, "review_by"],
  ] as const) {
    await waitFor(() => expect(screen.getByLabelText(label)).toBeInvalid());
    expect(screen.getByText(`Choose a nearer ${field}.`)).toBeInTheDocument();
  }
});
