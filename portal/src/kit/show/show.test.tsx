import { render, screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { Person } from "./Person";

it("a person has a name once for those who hear it", () => {
  render(
    <Person name="Jon Arne Eide">
      <a href="mailto:jon@acme.example">jon@acme.example</a>
    </Person>,
  );
  expect(screen.getByText("JE")).toHaveAttribute("aria-hidden");
  expect(screen.getByRole("link")).toHaveTextContent("jon@acme.example");
});
