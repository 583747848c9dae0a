import { screen, within } from "@testing-library/react";
import { beforeEach, describe, expect, it } from "vitest";
import { HOME, openPage } from "@/testing/page";
import { json, serve } from "@/testing/server";
import ArticlePage from "./ArticlePage";

const ARTICLE = {
  id: "a1",
  title: "Counting the stock",
  summary: "",
  kind: "manual",
  products: [],
  updated_at: "2026-11-01T09:00:00Z",
};

let body: string;
let related: object[];

beforeEach(() => {
  body = "<h2>Before</h2><p>x</p><h2>Counting</h2><h3>Two people</h3><h2>After</h2>";
  related = [];
  serve({
    "GET /v1/home": () => json(200, { ...HOME, actions: ["search_articles"] }),
    "GET /v1/articles/a1": () => json(200, { ...ARTICLE, body_html: body }),
    "GET /v1/articles/a1/related": () => json(200, { items: related }),
  });
});

const open = () =>
  openPage(ArticlePage, { path: "/customer/knowledge/$id", at: "/customer/knowledge/a1", face: "customer" });

describe("an article", () => {
  it("has contents that lead to its parts", async () => {
    open();
    const contents = within(await screen.findByRole("navigation", { name: "On this page" }));
    const links = contents.getAllByRole("link");
    expect(links.map((link) => link.textContent)).toEqual(["Before", "Counting", "Two people", "After"]);
    for (const link of links) {
      const target = document.querySelector(link.getAttribute("href") ?? "");
      expect(target).toHaveTextContent(link.textContent ?? "");
    }
  });

  it("has none when it is short", async () => {
    body = "<h2>Before</h2><p>x</p>";
    open();
    expect(await screen.findByRole("heading", { name: "Before" })).toBeInTheDocument();
    expect(screen.queryByRole("navigation", { name: "On this page" })).not.toBeInTheDocument();
  });

  it("leads on to what is about the same", async () => {
    related = [{ ...ARTICLE, id: "a2", title: "Correcting a count", summary: "When it went wrong." }];
    open();
    const link = await screen.findByRole("link", { name: "Correcting a count" });
    expect(link).toHaveAttribute("href", "/customer/knowledge/a2");
  });
});
