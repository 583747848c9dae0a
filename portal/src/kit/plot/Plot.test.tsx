import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { HOME, openPage } from "@/testing/page";
import { json, serve } from "@/testing/server";
import { lookOf, paintOf } from "./look";
import { Plot } from "./Plot";
import { hasValues, pointsOf } from "./points";

interface Row {
  from: string;
  opened: number | null;
  solved: number;
}

const ROWS: Row[] = [
  { from: "2026-11-16", opened: 1_400, solved: 900 },
  { from: "2026-11-23", opened: null, solved: 12 },
];

/** Width of the place of the plot, which jsdom has not. */
let width = 640;

class Sized {
  constructor(private readonly tell: ResizeObserverCallback) {}
  observe(target: Element) {
    const contentRect = { width, height: 240, top: 0, left: 0, right: width, bottom: 240, x: 0, y: 0 };
    this.tell([{ target, contentRect }] as never, this as never);
  }
  unobserve() {}
  disconnect() {}
}

beforeEach(() => {
  width = 640;
  vi.stubGlobal("ResizeObserver", Sized);
});

async function open(own: object, kind: "bars" | "lines" = "bars") {
  serve({ "GET /v1/home": () => json(200, HOME) });
  const query = { data: undefined, isError: false, refetch: async () => ({}), ...own } as never;
  const Page = () => (
    <Plot
      label="Tickets by week"
      kind={kind}
      query={query}
      by={{ title: "Week", of: ({ from }: Row) => from, week: true }}
      series={[
        { key: "opened", title: "Opened", value: ({ opened }) => opened },
        {
          key: "solved",
          title: "Solved",
          value: ({ solved }) => solved,
          words: ({ solved }) => `${solved} of them`,
        },
      ]}
      empty={<p>Nothing was asked.</p>}
    />
  );
  openPage(Page, { path: "/" });
  return userEvent.setup();
}

const cells = () =>
  within(screen.getByRole("table", { name: "Tickets by week" }))
    .getAllByRole("row")
    .map((row) => [...row.children].map((cell) => cell.textContent));

describe("a plot", () => {
  it.each(["bars", "lines"] as const)("draws %s, and always has the table of them", async (kind) => {
    await open({ data: ROWS }, kind);
    const drawing = await screen.findByRole("application", { name: /^Tickets by week\. The left and right/ });
    expect(within(drawing).getByText("Nov 16")).toBeInTheDocument();
    const legend = within(screen.getByRole("figure", { name: "Tickets by week" })).getAllByRole("listitem");
    expect(legend.map((one) => one.textContent?.trim())).toEqual(["Opened", "Solved"]);
    expect(cells()).toEqual([
      ["Week", "Opened", "Solved"],
      ["Week of Nov 16, 2026", "1,400", "900 of them"],
      ["Week of Nov 23, 2026", "–", "12 of them"],
    ]);
  });

  it("turns into its table and back", async () => {
    const user = await open({ data: ROWS });
    await screen.findByRole("application");
    await user.click(screen.getByRole("button", { name: "Show as a table" }));
    expect(screen.queryByRole("application")).not.toBeInTheDocument();
    expect(screen.getByRole("table").parentElement).not.toHaveClass(/hidden/);
    await user.click(screen.getByRole("button", { name: "Show as a plot" }));
    expect(await screen.findByRole("application")).toBeInTheDocument();
    expect(screen.getByRole("table").parentElement).toHaveClass(/hidden/);
  });

  it("is gone through by the arrow keys", async () => {
    const user = await open({ data: ROWS });
    const drawing = await screen.findByRole("application");
    drawing.focus();
    await user.keyboard("{ArrowRight}");
    const tip = await screen.findByRole("status");
    await waitFor(() => expect(tip).toHaveTextContent("Week of Nov 23, 2026Opened –Solved 12 of them"));
  });

  it("is gone through downwards where its bars are drawn across", async () => {
    width = 320;
    const many = Array.from({ length: 11 }, (_, index) => ({
      from: new Date(Date.UTC(2026, 8, 7 + 7 * index)).toISOString().slice(0, 10),
      opened: index,
      solved: index,
    }));
    const user = await open({ data: many });
    (await screen.findByRole("application")).focus();
    for (const [key, day] of [
      ["{ArrowDown}", "Sep 14"],
      ["{ArrowRight}", "Sep 21"],
      ["{ArrowUp}", "Sep 14"],
      ["{ArrowLeft}", "Sep 7"],
    ]) {
      await user.keyboard(key ?? "");
      await waitFor(() => expect(screen.getByRole("status")).toHaveTextContent(`Week of ${day}`));
    }
  });

  it.each([
    ["no rows", []],
    ["no values", [{ from: "2026-11-16", opened: null, solved: null as never }]],
  ])("says what will be there when there are %s", async (_, data) => {
    await open({ data });
    expect(await screen.findByText("Nothing was asked.")).toBeInTheDocument();
    expect(screen.queryByRole("figure")).not.toBeInTheDocument();
  });

  it("says that it failed, and asks again", async () => {
    const refetch = vi.fn(async () => ({}));
    const user = await open({ isError: true, error: new TypeError("no network"), refetch });
    await user.click(await screen.findByRole("button", { name: "Try again" }));
    expect(refetch).toHaveBeenCalledOnce();
  });

  it("shows its table where it cannot be drawn", async () => {
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    vi.stubGlobal("ResizeObserver", function broken() {
      throw new TypeError("Failed to fetch dynamically imported module");
    });
    await open({ data: ROWS });
    expect(await screen.findByText(/^The plot could not be drawn/)).toBeInTheDocument();
    expect(screen.getByRole("table").parentElement).not.toHaveClass(/hidden/);
    expect(screen.queryByRole("button", { name: /^Show as/ })).not.toBeInTheDocument();
    vi.restoreAllMocks();
  });
});

describe("the points of a plot", () => {
  const wording = { number: String, none: "none", day: (date: string) => date, week: (date: string) => date };

  it("tell a zero from nothing", () => {
    const series = [{ key: "value", title: "Value", value: (row: { value: number | null }) => row.value }];
    const by = { title: "Row", of: () => "row" };
    const points = (value: number | null) => pointsOf([{ value }], by, series, wording);
    expect(points(0)[0]?.words).toEqual(["0"]);
    expect(hasValues(points(0))).toBe(true);
    expect(points(null)[0]?.words).toEqual(["none"]);
    expect(hasValues(points(null))).toBe(false);
  });

  it("are told apart without their colours", () => {
    const all = [0, 1, 2, 3, 4];
    for (const part of ["pattern", "dashes", "shape", "colour"] as const)
      expect(new Set(all.map((series) => lookOf(series)[part])).size).toBe(all.length);
    expect(all.map((series) => paintOf("p", series)).slice(0, 2)).toEqual([
      "var(--portico-plot-1)",
      "url(#p-1)",
    ]);
  });
});
