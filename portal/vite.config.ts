import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { firstTexts } from "./scripts/first-texts.ts";

const api = process.env.PORTICO_API ?? "http://127.0.0.1:8080";

/** Parts of the first page in one file, since several small ones compress worse. */
const SIGN_IN =
  /src\/features\/auth\/(AuthLayout|CompanyButton|LanguageSwitch|Refusal|SignInForm|SignInPage)|src\/kit\/form\/Form\.module/;

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
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: "sign-in", test: SIGN_IN }] } } },
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
