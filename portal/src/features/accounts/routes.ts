/** What an account purchased: a part of its people's home page. */
import { feature } from "@/kit/feature/feature";
import { later } from "@/kit/feature/later";

export const accounts = feature({
  widgets: [
    {
      id: "products",
      faces: ["customer"],
      needs: "list_entitlements",
      order: 90,
      size: "narrow",
      body: later(() => import("./Products"), "Products"),
      fixed: true,
    },
  ],
  words: { products: "Your products" },
});
