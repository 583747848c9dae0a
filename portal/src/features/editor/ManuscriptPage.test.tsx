import { cleanup, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import type { ReactNode } from "react";
import { expect, it } from "vitest";
import { Toasts } from "@/components/toasts";
import { HOME, openPage } from "@/testing/page";
import { json, problem, serve } from "@/testing/server";
import ArticlesPage from "./ArticlesPage";
import InsightsPage from "./InsightsPage";
import ManuscriptPage from "./ManuscriptPage";
import NewArticlePage from "./NewArticlePage";
import TextPage from "./TextPage";

const ACTIONS = [
  "list_manuscripts",
  "view_manuscript",
  "write_article",
  "change_article",
  "list_article_versions",
  "search_articles",
];

const article = {
  id: "a1",
  version: 3,
  state: "published",
  stage: "review",
  kind: "faq",
  title: "Starting the pump",
  summary: "In two steps.",
  products: [{ id: "p1", name: "Pump" }],
  audiences: ["customer", "partner"],
  tags: ["pump", "valve"],
  language: "en",
  publish_at: null,
  readable_from: "2025-01-01T10:00:00Z",
  expires_at: "2099-01-01T10:00:30Z",
  review_by: "2098-12-24",
  owner: { id: "p9", name: "Elena" },
  changed_at: "2025-02-01T10:00:00Z",
  helpful: 4,
  unhelpful: 1,
  allowed: ["change", "publish", "archive"],
};
const manuscript = {
  ...article,
  body: "Open the **valve**.",
  body_html: "<p>Open the <strong>valve</strong>.</p>",
};
const history = [
  {
    version: 3,
    act: "changed",
    at: "2025-02-01T10:00:00Z",
    by: "Elena",
    state: "published",
    stage: "draft",
    title: "Starting the pump",
    difference: {
      fields: ["title", "expires_at"],
      lines: [
        { change: "skipped", text: "" },
        { change: "removed", text: "Open it." },
        { change: "added", text: "Open the **valve**." },
      ],
    },
  },
  {
    version: 2,
    act: "expired",
    at: "2025-01-02T10:00:00Z",
    by: null,
    state: "expired",
    stage: null,
    title: "Starting it",
    difference: null,
  },
];

const served = {
  "GET /v1/home": () => json(200, { ...HOME, actions: ACTIONS }),
  "GET /v1/editor/articles/a1": () => json(200, manuscript),
  "GET /v1/products": () =>
    json(200, {
      items: [
        { id: "p1", name: "Pump" },
        { id: "p2", name: "Till" },
      ],
      next_cursor: null,
    }),
  "GET /v1/articles/a1/versions": () => json(200, { items: history }),
};

const staff = { face: "staff", role: "editor" } as const;

function withToasts(Shown: () => ReactNode) {
  return () => (
    <>
      <Shown />
      <Toasts />
    </>
  );
}

it("lists each article with its state, that of its next text, and who may read it", async () => {
  const asked = serve({ ...served, "GET /v1/editor/articles": () => json(200, { items: [article] }) });
  openPage(ArticlesPage, { path: "/staff/articles", at: "/staff/articles?state=review&owner=me", ...staff });
  const line = (await screen.findAllByRole("row"))[1] as HTMLElement;
  for (const words of ["Published", "Next text: In review", "Customers, Partners", "Pump", "4 yes, 1 no"]) {
    expect(within(line).getByText(words)).toBeInTheDocument();
  }
  expect(within(line).getByRole("link", { name: article.title })).toHaveAttribute(
    "href",
    "/staff/articles/a1",
  );
  expect(within(line).queryByRole("button", { name: /Send to review/ })).toBeNull();
  const query = asked.find(({ path }) => path === "/v1/editor/articles")?.query;
  expect([query?.get("state"), query?.get("owner")]).toEqual(["review", "p1"]);
});

it("shows what readers missed and said, by week and by article", async () => {
  const counted = {
    id: "a1",
    title: article.title,
    solved: 2,
    left: 1,
    unhelpful: 3,
    comments: ["Which valve?"],
  };
  serve({
    "GET /v1/home": () => json(200, { ...HOME, actions: ["view_insights"] }),
    "GET /v1/knowledge/insights": () =>
      json(200, {
        weeks: [{ monday: "2025-01-06", solved: 2, left: 1, unhelpful: 3, missed_searches: 7 }],
        missed_searches: [{ words: "fountain hose", times: 7 }],
        unhelpful: [counted],
        deflecting: [counted],
      }),
  });
  openPage(InsightsPage, { path: "/staff/articles/insights", ...staff });
  const missed = await screen.findByRole("table", { name: "Searches without results" });
  expect(within(missed).getByRole("link", { name: "fountain hose" })).toBeInTheDocument();
  const unhelpful = screen.getByRole("table", { name: "Articles that did not help" });
  expect(within(unhelpful).getByText("Which valve?")).toBeInTheDocument();
  expect(within(unhelpful).getByRole("link", { name: article.title })).toBeInTheDocument();
  expect(screen.getByRole("table", { name: "Articles that made tickets unnecessary" })).toBeInTheDocument();
});

it("shows the next text as readers will see it, with its history", async () => {
  const asked = serve({
    ...served,
    "POST /v1/articles/a1/publish": () =>
      json(200, { ...manuscript, version: 4, stage: null, allowed: ["change"] }),
  });
  openPage(withToasts(ManuscriptPage), { path: "/staff/articles/$id", at: "/staff/articles/a1", ...staff });
  expect(await screen.findByText(/Readers see the published one/)).toBeInTheDocument();
  expect(screen.getByText("valve").tagName).toBe("STRONG");
  expect(await screen.findByText("Automatic", { exact: false })).toBeInTheDocument();
  expect(screen.getByText("Open it.").tagName).toBe("DEL");
  expect(screen.getByText(/Also changed: title, end/)).toBeInTheDocument();
  await userEvent.setup().click(screen.getByRole("button", { name: "Publish" }));
  expect(await screen.findByText("“Starting the pump” is published.")).toBeInTheDocument();
  expect(asked.find(({ method }) => method === "POST")?.headers.get("If-Match")).toBe('"3"');
});

it("asks before an article is archived, and reports another editor's change", async () => {
  serve({ ...served, "POST /v1/articles/a1/archive": () => problem(412, "stale") });
  openPage(withToasts(ManuscriptPage), { path: "/staff/articles/$id", at: "/staff/articles/a1", ...staff });
  const user = userEvent.setup();
  await user.click(await screen.findByRole("button", { name: /More/ }));
  await user.click(await screen.findByRole("menuitem", { name: "Archive…" }));
  const dialog = await screen.findByRole("dialog");
  await user.click(within(dialog).getByRole("button", { name: "Archive article" }));
  expect(await screen.findByText(/Somebody else changed this article/)).toBeInTheDocument();
});

it("names what is missing in a new article, and sends what was written", async () => {
  const asked = serve({
    ...served,
    "POST /v1/articles": () => json(201, { ...manuscript, state: "draft", stage: "draft" }),
  });
  openPage(withToasts(NewArticlePage), {
    path: "/staff/articles/new",
    ...staff,
    others: { "/staff/articles/$id": "the article" },
  });
  const user = userEvent.setup();
  await user.click(await screen.findByRole("button", { name: "Save draft" }));
  expect(await screen.findByText("Choose who may read it.")).toBeInTheDocument();
  await user.type(screen.getByLabelText("Title"), "Starting the pump");
  await user.type(screen.getByLabelText("Summary"), "In two steps.");
  await user.type(screen.getByLabelText("Text"), "Open it.");
  await user.click(screen.getByLabelText("Customers"));
  await user.click(await screen.findByLabelText("Till"));
  await user.type(screen.getByLabelText(/^Tags/), "pump, valve ,pump,");
  await user.click(screen.getByRole("button", { name: "Save draft" }));
  await screen.findByText("the article");
  expect(asked.find(({ method, path }) => method === "POST" && path === "/v1/articles")?.body).toEqual({
    kind: "article",
    title: "Starting the pump",
    summary: "In two steps.",
    body: "Open it.",
    audiences: ["customer"],
    product_ids: ["p2"],
    tags: ["pump", "valve"],
    language: "en",
    publish_at: null,
    expires_at: null,
    review_by: null,
  });
});

it("changes the text of an article, adds a link, and keeps its dates to the second", async () => {
  const asked = serve({
    ...served,
    "GET /v1/articles": () => json(200, { items: [{ id: "a2", title: "Stopping [it]" }], total: 1 }),
    "PUT /v1/articles/a1": () => json(200, { ...manuscript, version: 4, stage: "draft" }),
  });
  openPage(withToasts(TextPage), {
    path: "/staff/articles/$id/text",
    at: "/staff/articles/a1/text",
    ...staff,
    others: { "/staff/articles/$id": "the article" },
  });
  const user = userEvent.setup();
  expect(await screen.findByLabelText("Text")).toHaveValue("Open the **valve**.");
  await user.type(screen.getByLabelText("Link to an article"), "stopping");
  await user.click(await screen.findByRole("button", { name: /Add the link/ }));
  await user.click(screen.getByRole("button", { name: "Save draft" }));
  await screen.findByText("the article");
  const sent = asked.find(({ method, path }) => method === "PUT" && path === "/v1/articles/a1");
  expect(sent?.headers.get("If-Match")).toBe('"3"');
  expect(sent?.body).toMatchObject({
    body: `Open the **valve**.\n\n[Stopping \\[it\\]](${location.origin}/customer/knowledge/a2)`,
    expires_at: article.expires_at,
    review_by: "2098-12-24",
    tags: ["pump", "valve"],
  });
});

it("says when readers will see an approved text, and shows no page of theirs before", async () => {
  const at = "2098-05-01T10:00:00Z";
  serve({
    ...served,
    "GET /v1/editor/articles/a1": () =>
      json(200, { ...manuscript, state: "draft", readable_from: null, publish_at: at }),
    "POST /v1/articles/a1/publish": () =>
      json(200, { ...manuscript, version: 4, stage: null, publish_at: at, readable_from: at }),
  });
  openPage(withToasts(ManuscriptPage), { path: "/staff/articles/$id", at: "/staff/articles/a1", ...staff });
  await userEvent.setup().click(await screen.findByRole("button", { name: "Publish" }));
  expect(
    await screen.findByText(/“Starting the pump” is approved. Readers see it .*2098/),
  ).toBeInTheDocument();
  expect(screen.queryByRole("link", { name: "Open the readers' page" })).toBeNull();
});

it("says when readers will see a text that is approved in the list", async () => {
  const row = { ...article, state: "draft", publish_at: "2098-05-01T10:00:00Z", readable_from: null };
  serve({
    ...served,
    "GET /v1/editor/articles": () => json(200, { items: [row] }),
    "POST /v1/articles/a1/publish": () => json(200, { ...manuscript, version: 4, stage: null }),
  });
  openPage(withToasts(ArticlesPage), { path: "/staff/articles", ...staff });
  await userEvent.setup().click(await screen.findByRole("button", { name: /^Publish/ }));
  expect(await screen.findByText(/is approved. Readers see it .*2098/)).toBeInTheDocument();
});

it("lets an archived article be written anew", async () => {
  let now = { ...manuscript, state: "archived", stage: null as string | null, allowed: ["change"] };
  serve({ ...served, "GET /v1/editor/articles/a1": () => json(200, now) });
  const page = { path: "/staff/articles/$id", at: "/staff/articles/a1", ...staff };
  openPage(ManuscriptPage, page);
  expect(await screen.findByText(/Saving its text makes a draft/)).toBeInTheDocument();
  expect(screen.getByRole("link", { name: "Write anew" })).toHaveAttribute("href", "/staff/articles/a1/text");
  now = { ...now, stage: "draft" };
  cleanup();
  openPage(ManuscriptPage, page);
  expect(await screen.findByText(/No reader sees it until it is reviewed/)).toBeInTheDocument();
});
