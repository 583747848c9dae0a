/** Current person and hat, for the parts drawn behind the sign-in. */
import { createContext, use } from "react";
import type { Session } from "@/api/session";
import type { Hat } from "@/api/types";

export const SessionContext = createContext<Session | null>(null);

export function useSession(): Session & { hat: Hat } {
  const session = use(SessionContext);
  const hat = session?.hats.find((one) => one.id === session.hat_id);
  if (!session || !hat) throw new Error("drawn outside the session");
  return { ...session, hat };
}
