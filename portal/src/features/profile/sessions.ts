/** Reading one's own sessions. */
import { useQuery } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import type { OwnSession } from "@/api/types";
import { ME } from "./me";

const SESSIONS = [...ME, "sessions"];

/** Reads all pages: a person is signed in at few places. */
async function allSessions(): Promise<OwnSession[]> {
  const found: OwnSession[] = [];
  let cursor: string | null | undefined;
  do {
    const query = { limit: 100, ...(cursor ? { cursor } : {}) };
    const page = await unwrap(api.GET("/v1/me/sessions", { params: { query } }));
    found.push(...page.items);
    cursor = page.next_cursor;
  } while (cursor);
  return found;
}

export function useSessions() {
  return useQuery({ queryKey: SESSIONS, queryFn: allSessions });
}
