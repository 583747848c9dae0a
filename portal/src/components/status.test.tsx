import { MantineProvider } from "@mantine/core";
import { render, screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { contrast, portalVariables, shades } from "@/theme/theme";
import { Status } from "./Status";
import { ARTICLE_LOOK, OUTCOME_LOOK, PERSON_LOOK, STATE_LOOK, stateLook } from "./status";

const STATES = ["new", "open", "waiting", "on_hold", "resolved", "closed", "merged"] as const;

describe("the status table", () => {
  it("has a look for every state of a ticket and none besides", () => {
    expect(Object.keys(STATE_LOOK).sort()).toEqual([...STATES].sort());
  });

  it.each([
    ["a ticket", STATE_LOOK],
    ["a person", PERSON_LOOK],
    ["a touch", OUTCOME_LOOK],
    ["an article", ARTICLE_LOOK],
  ])("never tells two states of %s apart by tint alone", (_, looks) => {
    const icons = Object.values(looks).map(({ icon }) => icon);
    expect(new Set(icons).size).toBe(icons.length);
  });

  it("has no state of two things", () => {
    const names = [STATE_LOOK, PERSON_LOOK, OUTCOME_LOOK, ARTICLE_LOOK].flatMap((looks) =>
      Object.keys(looks),
    );
    expect(new Set(names).size).toBe(names.length);
  });

  it("shows the word of a state it does not know", () => {
    expect(stateLook("escalated").tint).toBe("neutral");
    render(
      <MantineProvider>
        <Status state="escalated" label="With a specialist" />
      </MantineProvider>,
    );
    expect(screen.getByText("With a specialist")).toBeInTheDocument();
  });
});

describe("the tokens", () => {
  const variables = portalVariables({ colors: { brand: shades("#1f5fa8") } } as never);

  it.each(["light", "dark"] as const)("can be read in the %s theme", (scheme) => {
    const of = (name: string) => (variables[scheme] as Record<string, string>)[name] ?? "";
    for (const tint of ["neutral", "info", "attention", "success", "danger", "note"]) {
      expect(contrast(of(`--portico-${tint}-fg`), of(`--portico-${tint}-bg`))).toBeGreaterThanOrEqual(4.5);
    }
    for (const ground of ["--portico-ground", "--portico-surface", "--portico-sunken", "--portico-current"]) {
      for (const ink of ["--mantine-color-text", "--mantine-color-dimmed", "--mantine-color-anchor"]) {
        expect(contrast(of(ink), of(ground)), `${ink} on ${ground}`).toBeGreaterThanOrEqual(4.5);
      }
    }
    for (const series of ["2", "3", "4", "5"]) {
      expect(contrast(of(`--portico-plot-${series}`), of("--portico-surface"))).toBeGreaterThanOrEqual(4.5);
    }
    expect(contrast(of("--portico-line-strong"), of("--portico-surface"))).toBeGreaterThanOrEqual(3);
  });

  it.each(["#1f5fa8", "#c2185b", "#e8b500", "#0b0b0b", "not a colour"])(
    "makes links readable for the brand %s",
    (brand) => {
      const own = portalVariables({ colors: { brand: shades(brand) } } as never);
      for (const scheme of ["light", "dark"] as const) {
        const ground = scheme === "light" ? "#f6f7f9" : "#15191e";
        expect(contrast(own[scheme]["--mantine-color-anchor"] as string, ground)).toBeGreaterThanOrEqual(4.5);
      }
    },
  );
});
