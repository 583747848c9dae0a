/** Words of imports in the shell, needed before the area is loaded. */
import { addNames } from "@/kit/feature/feature";

await addNames({ en: () => import("./en"), es: () => import("./es") });
