/** Draws one page in a test, at its address, for a signed-in person. */
import { MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  Outlet,
  parseSearchWith,
  type RouteComponent,
  RouterProvider,
  stringifySearchWith,
} from "@tanstack/react-router";
import { render } from "@testing-library/react";
import type { Face, Hat } from "@/api/types";
import { SessionContext } from "@/context/session";
import { newQueryClient } from "@/shell/queries";

interface Place {
  /** Address of the page, as the routes write it. */
  path: string;
  /** Address to open, if it differs from `path`. */
  at?: string;
  face?: Face;
  role?: Hat["role"];
  /** Further addresses that the page leads to, each drawn as the word given. */
  others?: Record<string, string>;
}

/** Answer for the first page of a person who may do nothing; a test adds the rest. */
export const HOME = {
  person: { id: "p1", name: "Ann", email: "ann@acme.example", locale: "en-US", time_zone: "UTC" },
  organisation: "Acme Inc.",
  actions: [],
  unrestricted: [],
  ticket_lists: ["mine"],
  reopen_days: 14,
  files: { endings: ["log"], largest: 26_214_400, most_at_opening: 4, most_per_reply: 10 },
  widgets: { articles: [] },
};

export function openPage(Shown: RouteComponent, place: Place) {
  const { path, at = path, face = "customer", role = "member", others = {} } = place;
  const root = createRootRoute({ component: Outlet });
  const routes = [
    createRoute({ getParentRoute: () => root, path, component: Shown }),
    ...Object.entries(others).map(([to, word]) =>
      createRoute({ getParentRoute: () => root, path: to, component: () => <p>{word}</p> }),
    ),
  ];
  const router = createRouter({
    routeTree: root.addChildren(routes),
    history: createMemoryHistory({ initialEntries: [at] }),
    parseSearch: parseSearchWith((value) => value),
    stringifySearch: stringifySearchWith(JSON.stringify),
  });
  const session = {
    person: { id: "p1", name: "Ann", email: "ann@acme.example" },
    hats: [{ id: "h1", kind: face, role, label: "Acme" }],
    hat_id: "h1",
  };
  render(
    <MantineProvider env="test">
      <SessionContext value={session as never}>
        <QueryClientProvider client={newQueryClient()}>
          <RouterProvider router={router as never} />
        </QueryClientProvider>
      </SessionContext>
    </MantineProvider>,
  );
  return router;
}
