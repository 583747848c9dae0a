/** Query client: caching and retries of reads. */
import { QueryClient } from "@tanstack/react-query";
import { isTransient, ProblemError } from "@/api/problem";

export function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        networkMode: "always",
        staleTime: 10_000,
        retry: (count, error) => count < 2 && isTransient(error),
        retryDelay: (count, error) =>
          error instanceof ProblemError && error.retryAfter
            ? Math.min(error.retryAfter * 1000, 10_000)
            : 400 * 2 ** count,
      },
      mutations: { networkMode: "always" },
    },
  });
}
