/** Routes of the portal. Each page is loaded when it is first opened, so no face downloads another's. */
import {
  createRoute,
  createRouter,
  Outlet,
  parseSearchWith,
  redirect,
  stringifySearchWith,
} from "@tanstack/react-router";
import type { Session } from "@/api/session";
import type { Face as FaceName } from "@/api/types";
import { Broken, Missing } from "@/components/states";
import { faceOf, faces, root } from "@/context/faces";
import { placesOf } from "@/context/places";
import { ofAsking, ofStaff } from "@/features/routes";
import { Face, NoPage, NotThisHat } from "./Face";

function otherFace(data: unknown): FaceName | undefined {
  return (data as { otherFace?: FaceName } | undefined)?.otherFace;
}

root.update({ component: Outlet, notFoundComponent: NoPage });
for (const face of Object.values(faces))
  face.update({
    component: Face,
    notFoundComponent: ({ data }: { data?: unknown }) => {
      const other = otherFace(data);
      return other ? <NotThisHat face={other} /> : <Missing page />;
    },
  } as never);

const start = createRoute({
  getParentRoute: () => root,
  path: "/",
  beforeLoad: ({ context }) => {
    const face = faceOf(context);
    if (face) throw redirect({ to: placesOf(face).home, replace: true });
  },
});

const tree = root.addChildren([
  start,
  faces.customer.addChildren(ofAsking(() => faces.customer)),
  faces.partner.addChildren(ofAsking(() => faces.partner)),
  faces.employee.addChildren(ofAsking(() => faces.employee)),
  faces.staff.addChildren(ofStaff),
]);

export function newRouter() {
  return createRouter({
    routeTree: tree,
    context: { session: undefined as unknown as Session },
    // Each value is in the address as it was typed: "1069" too, which JSON would put in quotes.
    parseSearch: parseSearchWith((value) => value),
    stringifySearch: stringifySearchWith(JSON.stringify),
    defaultPreload: "intent",
    scrollRestoration: true,
    defaultErrorComponent: Broken,
    defaultPendingMs: 300,
  });
}

declare module "@tanstack/react-router" {
  interface StaticDataRouteOption {
    /** Whether the page takes the whole width of the window. */
    wide?: boolean;
  }

  interface Register {
    router: ReturnType<typeof newRouter>;
  }
}
