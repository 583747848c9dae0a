/** The first thing drawn: the sign-in page, that of an invitation, or the application once somebody is signed in. */
import { MantineProvider } from "@mantine/core";
import { lazy, Suspense, useEffect, useMemo, useSyncExternalStore } from "react";
import { currentSession, onSessionChange, startSession } from "@/api/session";
import { Boundary, isGone } from "@/components/Boundary";
import { useBranding } from "@/context/branding";
import { loadInvitation, SignInPage } from "@/features/door";
import { portalTheme, portalVariables } from "@/theme/theme";
import { Crashed, Splash, Unreachable } from "./Splash";

const loadApplication = () => import("./Application");
const Application = lazy(loadApplication);
const InvitationPage = lazy(loadInvitation);

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
    // While the person types a password the application behind it arrives.
    if (state.phase === "signed_out") void loadApplication().catch(() => undefined);
  }, [state.phase]);
  // Whoever is signed in: the link is for somebody else, or for another of their names.
  if (location.pathname === "/invitation")
    return (
      <Suspense fallback={<Splash />}>
        <InvitationPage />
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
      />
    </Suspense>
  );
}
