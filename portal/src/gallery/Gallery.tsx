/** Page of the kit, with a made-up session and data in the query cache. */
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from "@tanstack/react-router";
import { useState } from "react";
import { Page } from "@/components/Page";
import { Toasts } from "@/components/toasts";
import { homeQueryKey } from "@/context/home";
import { SessionContext } from "@/context/session";
import { Forms } from "./Forms";
import classes from "./gallery.module.css";
import { HomeParts } from "./HomeParts";
import { Lists } from "./Lists";
import { Plots } from "./Plots";
import { Records } from "./Records";
import { Shown } from "./Shown";
import { States } from "./States";
import { ARTICLE, HOME, SESSION, SUGGESTED, TOUCHES } from "./samples";

const SECTIONS = { Shown, States, Forms, Lists, Records, Plots, HomeParts };

/** Queries never refetch: there is no server. */
function seeded(): QueryClient {
  const still = {
    refetchOnMount: false,
    refetchOnReconnect: false,
    refetchOnWindowFocus: false,
    retry: false,
  };
  const queries = new QueryClient({ defaultOptions: { queries: { networkMode: "always", ...still } } });
  queries.invalidateQueries = () => Promise.resolve();
  queries.setQueryData(homeQueryKey, HOME);
  queries.setQueryData(["article", ARTICLE.id], ARTICLE);
  queries.setQueryData(["suggestions", SUGGESTED.words, ""], SUGGESTED.found);
  queries.setQueryData(["touches", { record: "sample", limit: 8 }], { items: TOUCHES });
  queries.setQueryData(["touches", { record: "none", limit: 8 }], { items: [] });
  return queries;
}

function All() {
  return (
    <main className={classes.page}>
      <Page
        title="The kit"
        subtitle="Every component in every state. Pages are made of these and of nothing else."
      >
        {Object.entries(SECTIONS).map(([name, Section]) => (
          <Section key={name} />
        ))}
      </Page>
    </main>
  );
}

/** Links lead nowhere else, and what a list is asked for is remembered. */
function inMemory() {
  return createRouter({
    routeTree: createRootRoute({ component: All }),
    history: createMemoryHistory({ initialEntries: ["/"] }),
  });
}

export function Gallery() {
  const [queries] = useState(seeded);
  const [router] = useState(inMemory);
  return (
    <SessionContext value={SESSION}>
      <QueryClientProvider client={queries}>
        <RouterProvider router={router as never} />
        <Toasts />
      </QueryClientProvider>
    </SessionContext>
  );
}
