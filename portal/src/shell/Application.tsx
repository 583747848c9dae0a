/**
 * Everything behind the sign-in, for one person in one hat: it is drawn anew when either changes, so nothing read
 * for one is ever shown to another.
 */
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { useState } from "react";
import type { Session } from "@/api/session";
import { SignInAgain } from "@/features/auth/SignInAgain";
import { Toasts } from "@/parts/toasts";
import "@/theme/rest.css";
import { newQueryClient } from "./queries";
import { newRouter } from "./routes";
import { SessionContext } from "./session";

export default function Application({ session, again }: { session: Session; again: boolean }) {
  const [queries] = useState(newQueryClient);
  const [router] = useState(newRouter);
  return (
    <SessionContext value={session}>
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} context={{ session }} />
        <Toasts />
        {again && <SignInAgain email={session.person.email} />}
      </QueryClientProvider>
    </SessionContext>
  );
}
