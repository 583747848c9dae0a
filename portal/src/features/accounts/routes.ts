/** Widget of the home page with the products that the account purchased. */
import { feature } from "@/kit/feature/feature";
import { later } from "@/kit/feature/later";
import "./names";

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
});
