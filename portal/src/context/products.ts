/** Products of the company, for forms that name one. */
import { useQuery } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import type { Product } from "@/api/types";

export const productsKey = ["products"] as const;

/** Fetches all products, page after page: a form that offered only some would hide the rest. */
async function allProducts() {
  const items: Product[] = [];
  let cursor: string | null | undefined;
  do {
    const query = cursor ? { limit: 100, cursor } : { limit: 100 };
    const page = await unwrap(api.GET("/v1/products", { params: { query } }));
    items.push(...page.items);
    cursor = page.next_cursor;
  } while (cursor);
  return items;
}

export function useProducts() {
  return useQuery({ queryKey: [...productsKey, "all"], queryFn: allProducts, staleTime: 60_000 });
}
