/** Words of the knowledge in the shell and on the home page, needed before the area is loaded. */
import { addNames } from "@/kit/feature/feature";

await addNames({ en: () => import("./en"), es: () => import("./es") });
