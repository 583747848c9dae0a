/** Words of the team's numbers. */
import { addTexts } from "@/i18n";
import type { team } from "./en";

declare module "@/i18n" {
  interface Texts {
    team: typeof team;
  }
}

await addTexts("team", { en: () => import("./en"), es: () => import("./es") });
