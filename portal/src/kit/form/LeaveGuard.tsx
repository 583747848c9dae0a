/** Asks before somebody leaves a page on which something is not saved. */
import { useBlocker } from "@tanstack/react-router";
import { lazy, Suspense, useEffect } from "react";

const load = () => import("./LeaveDialog");
const LeaveDialog = lazy(load);

export function LeaveGuard({ on }: { on: boolean }) {
  const blocker = useBlocker({ shouldBlockFn: () => on, enableBeforeUnload: () => on, withResolver: true });
  useEffect(() => {
    // At hand before it is needed.
    if (on) void load().catch(() => undefined);
  }, [on]);
  if (blocker.status !== "blocked") return null;
  return (
    <Suspense fallback={null}>
      <LeaveDialog onStay={blocker.reset} onLeave={blocker.proceed} />
    </Suspense>
  );
}
