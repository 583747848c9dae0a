import { MantineProvider } from "@mantine/core";
import { render, screen } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { hostileTexts } from "@/testing/hostile";
import { Boundary } from "./Boundary";
import DrawnMessage from "./DrawnMessage";
import { legible, Message } from "./Message";
import { Card } from "./Page";
import { sizeOf } from "./sanitise";
import { Broken } from "./states";

/** Milliseconds for one message. This document is made in script and slow; the journeys hold a browser to less. */
const LIMIT = 5_000;

describe("texts written to break the reader", () => {
  it.each(hostileTexts())("%s is shown, soon and not too deep", (_, text) => {
    const from = performance.now();
    const { container } = render(<DrawnMessage text={text} />);
    expect(performance.now() - from).toBeLessThan(LIMIT);
    expect(container.querySelectorAll("*").length).toBeLessThanOrEqual(1_001);
    expect(sizeOf(container.innerHTML).depth).toBeLessThanOrEqual(101);
    expect(container.textContent?.length).toBeGreaterThan(text.trim() === "" ? -1 : 0);
  });

  it("lose no letter where they nest too deep", () => {
    const { container } = render(<DrawnMessage text={`${">".repeat(2_000)}the words`} />);
    expect(container).toHaveTextContent("the words");
    expect(container.querySelectorAll("blockquote").length).toBeGreaterThan(4);
    expect(container.querySelectorAll("blockquote").length).toBeLessThan(30);
  });

  it("bear no more marks on a letter than any script needs", () => {
    expect(legible(`a${"\u0301".repeat(20_000)}b`)).toBe(`a${"\u0301".repeat(8)}b`);
    expect(legible("Việt Nam, e\u0301\u0323")).toBe("Việt Nam, e\u0301\u0323");
  });

  it("leave a common answer to an answer as it is", () => {
    const { container } = render(
      <DrawnMessage text={"> > > one\n> > two\n> three\n\n- a\n  - b\n    - c"} />,
    );
    expect(container.querySelectorAll("blockquote")).toHaveLength(3);
    expect(container.querySelectorAll("ul")).toHaveLength(3);
  });

  it("show the cells of a table and the names of addresses as they were written", () => {
    const text =
      "| code | meaning |\n|---|---|\n| 401 | not signed in |\n\n[a]: https://example.com\n\nsee notes.md";
    const { container } = render(<DrawnMessage text={text} />);
    expect(container).toHaveTextContent("| 401 | not signed in |");
    expect(container).toHaveTextContent("[a]: https://example.com");
    expect([...container.querySelectorAll("a")].map((link) => link.textContent)).toEqual([
      "https://example.com",
    ]);
  });
});

const Fails = (): never => {
  throw new RangeError("Maximum call stack size exceeded");
};

describe("what cannot be drawn", () => {
  it("leaves a message as it was written", async () => {
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    vi.doMock("./DrawnMessage", () => ({ default: Fails }));
    vi.resetModules();
    const { Message: Fresh } = await import("./Message");
    render(<Fresh text="**as written**" />);
    expect(await screen.findByText("**as written**")).toBeInTheDocument();
    vi.doUnmock("./DrawnMessage");
    vi.restoreAllMocks();
  });

  it("leaves the rest of the page, and the other widgets, standing", () => {
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    render(
      <>
        <Card title="One">
          <Fails />
        </Card>
        <Card title="Two">
          <p>the other</p>
        </Card>
        <Boundary instead="in its place">
          <Fails />
        </Boundary>
      </>,
    );
    expect(screen.getByRole("alert")).toHaveTextContent("This part of the page could not be shown.");
    expect(screen.getByText("the other")).toBeInTheDocument();
    expect(screen.getByText("in its place")).toBeInTheDocument();
    vi.restoreAllMocks();
  });

  it("blames a newer portal only when a file of the portal is gone", () => {
    const page = (error: unknown) =>
      render(
        <MantineProvider env="test">
          <Broken error={error} />
        </MantineProvider>,
      );
    page(new RangeError("Maximum call stack size exceeded"));
    expect(screen.getByRole("heading")).toHaveTextContent("This page could not be shown");
    page(new TypeError("Failed to fetch dynamically imported module: https://x/assets/TicketPage-1.js"));
    expect(screen.getAllByRole("heading")[1]).toHaveTextContent("There is a newer version of the portal");
  });

  it("is drawn once the part that draws Markdown has come", async () => {
    render(<Message text="**drawn**" />);
    expect((await screen.findByText("drawn")).tagName).toBe("STRONG");
  });
});
