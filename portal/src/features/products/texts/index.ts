/** Words of the products. */
import { addTexts } from "@/i18n";
import type { products } from "./en";

declare module "@/i18n" {
  interface Texts {
    products: typeof products;
  }
}

await addTexts("products", { en: () => import("./en"), es: () => import("./es") });
