/** The bar of the chosen rows, loaded once some are chosen. It stays then: a dialog of it may hold what was typed. */
import { type ComponentType, lazy, Suspense, useEffect, useState } from "react";
import type { Listed } from "./acts";
import type { BulkProps } from "./BulkBar";

const BulkBar = lazy(() => import("./BulkBar"));

export function Bulk<T extends Listed>(props: BulkProps<T>) {
  const [begun, setBegun] = useState(false);
  const some = props.selection.chosen.length > 0;
  useEffect(() => {
    if (some) setBegun(true);
  }, [some]);
  if (!some && !begun) return null;
  // A lazy component loses its type parameter.
  const Bar = BulkBar as unknown as ComponentType<BulkProps<T>>;
  return (
    <Suspense fallback={null}>
      <Bar {...props} />
    </Suspense>
  );
}
