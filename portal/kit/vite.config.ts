/** The page of the kit, built beside the portal: the dev server serves `dist/kit`, and a deployment leaves it out. */
import { mergeConfig } from "vite";
import portal from "../vite.config.ts";

export default mergeConfig(portal, {
  base: "/kit/",
  publicDir: false,
  build: { outDir: "../dist/kit", emptyOutDir: true, manifest: false, chunkSizeWarningLimit: 1000 },
});
