import { screen } from "@testing-library/react";
import { expect, it } from "vitest";
import type { Touch } from "@/api/types";
import { openPage } from "@/testing/page";
import { serve } from "@/testing/server";
import { Toucher } from "./Toucher";

const touch = (viewed_as: Touch["viewed_as"]) =>
  ({
    person: { id: "p1", name: "Karin Aalto" },
    hat: { kind: "customer", role: "member" },
    viewed_as,
  }) as Touch;

it("names both people of a view as somebody else", async () => {
  serve({});
  openPage(() => <p>{<Toucher touch={touch({ id: "p2", name: "Kari Lund" })} />}</p>, { path: "/" });
  expect((await screen.findByText(/Karin Aalto/)).closest("p")?.textContent).toMatch(
    /Karin Aalto.* as Kari Lund/,
  );
});

it("names one who acted as themselves alone", async () => {
  serve({});
  openPage(() => <p>{<Toucher touch={touch(null)} />}</p>, { path: "/" });
  expect((await screen.findByText(/Karin Aalto/)).closest("p")?.textContent).not.toContain(" as ");
});
