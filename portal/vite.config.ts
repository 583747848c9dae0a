import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { firstTexts } from "./scripts/first-texts.ts";

const api = process.env.PORTICO_API ?? "http://127.0.0.1:8080";

/** Parts of the first page in one file, since several small ones compress worse. */
const SIGN_IN =
  /src\/features\/auth\/(AuthLayout|CompanyButton|LanguageSwitch|Refusal|SignInForm|SignInPage)|src\/kit\/form\/Form\.module/;

/** Icons of several parts in one file: there are many, and each is small. */
const ICONS = /@tabler\/icons-react\/dist\/esm\/icons/;
/** Names of all areas, which the shell needs together. */
const NAMES = { en: /src\/features\/[^/]+\/names\/en\.ts/, es: /src\/features\/[^/]+\/names\/es\.ts/ };

export default defineConfig({
  plugins: [react(), firstTexts()],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  server: { host: "127.0.0.1", proxy: { "/v1": api } },
  build: {
    target: "es2023",
    manifest: true,
    // The policy forbids inline scripts, and every browser of the target list preloads modules by itself.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        // The shell names all files, which are hundreds.
        chunkFileNames: "assets/[hash:7].js",
        codeSplitting: {
          groups: [
            { name: "sign-in", test: SIGN_IN },
            { name: "icons", test: ICONS, minShareCount: 2 },
            { name: "names-en", test: NAMES.en },
            { name: "names-es", test: NAMES.es },
          ],
        },
      },
    },
  },
  test: {
    environment: "jsdom",
    globals: true,
    setupFiles: ["src/testing/setup.ts"],
    include: ["src/**/*.test.{ts,tsx}"],
    css: false,
    // A busy machine is no reason to fail.
    testTimeout: 30_000,
  },
});
