/** A page for those who may do something; to others it says that it is not open to them. */
import type { ReactNode } from "react";
import type { Action } from "@/api/types";
import { Forbidden, QueryResult } from "@/components/states";
import { useHome } from "@/context/home";

export function Allowed({ action, children }: { action: Action; children: ReactNode }) {
  const home = useHome();
  return (
    <QueryResult query={home} page>
      {({ actions }) => (actions.includes(action) ? children : <Forbidden page />)}
    </QueryResult>
  );
}
