/** The addresses of the portal. Each page is loaded when it is first opened, so no face downloads another's. */
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  notFound,
  Outlet,
  parseSearchWith,
  redirect,
  stringifySearchWith,
} from "@tanstack/react-router";
import type { Session } from "@/api/session";
import type { Face as FaceName } from "@/api/types";
import { Broken, Missing } from "@/components/states";
import { Face, NoPage, NotThisHat } from "./Face";
import { type AskingFace, placesOf } from "./places";
import {
  articleSearch,
  deskSearch,
  jobSearch,
  newTicketSearch,
  peopleSearch,
  ticketSearch,
  touchSearch,
} from "./search";

interface Context {
  session: Session;
}

function faceOf({ session }: Context): FaceName | undefined {
  return session.hats.find((hat) => hat.id === session.hat_id)?.kind;
}

function otherFace(data: unknown): FaceName | undefined {
  return (data as { otherFace?: FaceName } | undefined)?.otherFace;
}

/** What every face has: its shell, its "nothing here", and a door that opens to its own hats only. */
function face(name: FaceName) {
  return {
    component: Face,
    notFoundComponent: ({ data }: { data?: unknown }) =>
      otherFace(data) ? <NotThisHat face={otherFace(data) ?? name} /> : <Missing page />,
    beforeLoad: ({ context }: { context: Context }) => {
      // Stopped here, before any page of that face is fetched.
      if (faceOf(context) !== name) throw notFound({ data: { otherFace: name } });
    },
  };
}

const root = createRootRouteWithContext<Context>()({
  component: Outlet,
  notFoundComponent: NoPage,
});

const start = createRoute({
  getParentRoute: () => root,
  path: "/",
  beforeLoad: ({ context }) => {
    const face = faceOf(context);
    if (face) throw redirect({ to: placesOf(face).home, replace: true });
  },
});

const home = () => lazyRouteComponent(() => import("@/features/home/HomePage"));
const layout = () => lazyRouteComponent(() => import("@/features/home/LayoutPage"));
const profile = () => lazyRouteComponent(() => import("@/features/profile/ProfilePage"));
const knowledge = () => lazyRouteComponent(() => import("@/features/knowledge/KnowledgePage"));
const article = () => lazyRouteComponent(() => import("@/features/knowledge/ArticlePage"));

const tickets = () => lazyRouteComponent(() => import("@/features/tickets/TicketsPage"));
const newTicket = () => lazyRouteComponent(() => import("@/features/tickets/NewTicketPage"));
const ticket = () => lazyRouteComponent(() => import("@/features/tickets/TicketPage"));

/** The pages of a face whose people ask for something. All of them have the same, so the customer's types stand for all. */
function asking(name: AskingFace) {
  const top = createRoute({ getParentRoute: () => root, path: placesOf(name).home, ...face(name) });
  const under = () => top;
  return top.addChildren([
    createRoute({ getParentRoute: under, path: "/", component: home() }),
    createRoute({ getParentRoute: under, path: "layout", component: layout() }),
    createRoute({ getParentRoute: under, path: "profile", component: profile() }),
    createRoute({
      getParentRoute: under,
      path: "tickets",
      validateSearch: ticketSearch,
      component: tickets(),
    }),
    createRoute({
      getParentRoute: under,
      path: "tickets/new",
      validateSearch: newTicketSearch,
      component: newTicket(),
    }),
    createRoute({ getParentRoute: under, path: "tickets/$id", component: ticket() }),
    createRoute({
      getParentRoute: under,
      path: "knowledge",
      validateSearch: articleSearch,
      component: knowledge(),
    }),
    createRoute({ getParentRoute: under, path: "knowledge/$id", component: article() }),
  ]);
}

const staff = createRoute({
  getParentRoute: () => root,
  path: "/staff",
  ...face("staff"),
});
const staffHome = createRoute({ getParentRoute: () => staff, path: "/", component: home() });
const staffLayout = createRoute({ getParentRoute: () => staff, path: "layout", component: layout() });
const staffProfile = createRoute({ getParentRoute: () => staff, path: "profile", component: profile() });
const staffDesk = createRoute({
  getParentRoute: () => staff,
  path: "desk",
  validateSearch: deskSearch,
  component: lazyRouteComponent(() => import("@/features/tickets/desk/DeskPage")),
});
const staffKnowledge = createRoute({
  getParentRoute: () => staff,
  path: "knowledge",
  validateSearch: articleSearch,
  component: knowledge(),
});
const staffArticle = createRoute({
  getParentRoute: () => staff,
  path: "knowledge/$id",
  component: article(),
});
const staffTouches = createRoute({
  getParentRoute: () => staff,
  path: "touches",
  validateSearch: touchSearch,
  component: lazyRouteComponent(() => import("@/features/touches/TouchesPage")),
});
const staffPeople = createRoute({
  getParentRoute: () => staff,
  path: "people",
  validateSearch: peopleSearch,
  component: lazyRouteComponent(() => import("@/features/people/PeoplePage")),
});
const staffPerson = createRoute({
  getParentRoute: () => staff,
  path: "people/$id",
  component: lazyRouteComponent(() => import("@/features/people/PersonPage")),
});
const staffJobs = createRoute({
  getParentRoute: () => staff,
  path: "jobs",
  validateSearch: jobSearch,
  component: lazyRouteComponent(() => import("@/features/jobs/JobsPage")),
});

const tree = root.addChildren([
  start,
  asking("customer"),
  asking("partner"),
  asking("employee"),
  staff.addChildren([
    staffHome,
    staffLayout,
    staffProfile,
    staffDesk,
    staffKnowledge,
    staffArticle,
    staffTouches,
    staffPeople,
    staffPerson,
    staffJobs,
  ]),
]);

export function newRouter() {
  return createRouter({
    routeTree: tree,
    context: { session: undefined as unknown as Session },
    // Each value stands in the address as it was typed: "1069" too, which would get quotes as JSON.
    parseSearch: parseSearchWith((value) => value),
    stringifySearch: stringifySearchWith(JSON.stringify),
    defaultPreload: "intent",
    scrollRestoration: true,
    defaultErrorComponent: Broken,
    defaultPendingMs: 300,
  });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof newRouter>;
  }
}
