/**
 * First component drawn: the sign-in page, that of an invitation or of a forgotten password, or the application for a
 * signed-in person.
 */
import { MantineProvider } from "@mantine/core";
import { type ComponentType, lazy, Suspense, useEffect, useMemo, useSyncExternalStore } from "react";
import { currentSession, onSessionChange, startSession } from "@/api/session";
import { Boundary, isGone } from "@/components/Boundary";
import { useBranding } from "@/context/branding";
import { loadCompany, loadEmailChange, loadInvitation, loadPassword, SignInPage } from "@/features/door";
import { portalTheme, portalVariables } from "@/theme/theme";
import { Crashed, Splash, Unreachable } from "./Splash";

const loadApplication = () => import("./Application");
const Application = lazy(loadApplication);
/** Pages of links in mails and of the company's identity provider, each at an address of its own outside the application. */
const LINKS: Record<string, ComponentType | undefined> = {
  "/invitation": lazy(loadInvitation),
  "/email-change": lazy(loadEmailChange),
  "/password": lazy(loadPassword),
  "/sign-in/company": lazy(loadCompany),
};

export function Root() {
  const branding = useBranding();
  const theme = useMemo(() => portalTheme(branding?.brand_color), [branding?.brand_color]);
  return (
    <MantineProvider theme={theme} cssVariablesResolver={portalVariables} defaultColorScheme="auto">
      <Boundary instead={(error) => <Crashed gone={isGone(error)} />}>
        <Gate />
      </Boundary>
    </MantineProvider>
  );
}

function Gate() {
  const state = useSyncExternalStore(onSessionChange, currentSession);
  useEffect(() => {
    // The application is loaded while the person types a password.
    if (state.phase === "signed_out") void loadApplication().catch(() => undefined);
  }, [state.phase]);
  // Also for a signed-in person: the link is for somebody else, or for another address of theirs.
  const LinkPage = LINKS[location.pathname];
  if (LinkPage)
    return (
      <Suspense fallback={<Splash />}>
        <LinkPage />
      </Suspense>
    );
  if (state.phase === "starting") return <Splash />;
  if (state.phase === "unreachable") return <Unreachable onRetry={() => void startSession()} />;
  if (!state.session) return <SignInPage />;
  return (
    <Suspense fallback={<Splash />}>
      <Application
        key={`${state.session.person.id}:${state.session.hat_id}`}
        session={state.session}
        again={state.again}
        meanwhile={<Splash />}
      />
    </Suspense>
  );
}
