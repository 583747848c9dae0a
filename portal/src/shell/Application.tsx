/**
 * Application behind the sign-in, for one person in one hat. A change of either draws it again from scratch, so
 * nothing read for one is ever shown to another.
 */
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { lazy, type ReactNode, Suspense, useEffect, useState } from "react";
import type { Session } from "@/api/session";
import { Toasts } from "@/components/toasts";
import { loadSignInAgain } from "@/features/door";
import { features } from "@/features/routes";
import { FeaturesContext } from "@/kit/feature/features";
import "@/theme/rest.css";
import "@/theme/print.css";
import { lightOnPaper } from "@/theme/print";
import { InLanguage } from "./InLanguage";
import { newQueryClient } from "./queries";
import { newRouter } from "./routes";

const SignInAgain = lazy(loadSignInAgain);

interface Props {
  session: Session;
  again: boolean;
  /** Shown until the texts in the person's language are there. */
  meanwhile: ReactNode;
}

export default function Application({ session, again, meanwhile }: Props) {
  const [queries] = useState(newQueryClient);
  const [router] = useState(newRouter);
  useEffect(lightOnPaper, []);
  useEffect(() => {
    // The dialog must be loaded before the session ends, because the network may fail then.
    const timer = setTimeout(() => void loadSignInAgain().catch(() => undefined), 2_000);
    return () => clearTimeout(timer);
  }, []);
  return (
    <QueryClientProvider client={queries}>
      <InLanguage session={session} meanwhile={meanwhile}>
        <FeaturesContext value={features}>
          <RouterProvider router={router} context={{ session }} />
        </FeaturesContext>
        <Toasts />
      </InLanguage>
      {again && (
        <Suspense fallback={null}>
          <SignInAgain email={session.person.email} />
        </Suspense>
      )}
    </QueryClientProvider>
  );
}
