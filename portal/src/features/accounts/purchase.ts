/** Purchases of an account as rows of its page. */
import type { Entitlement } from "@/api/types";

/** Purchase whose version counts its changes; the label is that of the product's version. */
export type Purchase = Omit<Entitlement, "version" | "revision"> & {
  version: number;
  versionId: string;
  label: string;
};

export function purchaseOf({ version: of, revision, ...purchase }: Entitlement): Purchase {
  return { ...purchase, version: revision, versionId: of.id, label: of.label };
}

/** Purchase that is yet to be added. */
export const NEW: Purchase = {
  id: "",
  version: 0,
  product: { id: "", name: "", code: "" },
  versionId: "",
  label: "",
  quantity: 1,
  serials: [],
  purchased_on: "",
  warranty_until: null,
  support_until: "",
  in_support: false,
};
