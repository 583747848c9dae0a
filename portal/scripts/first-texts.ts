/** Names the files with the texts of the first page in its head, for `public/language.js`. */
import type { Plugin } from "vite";

/** Texts that are needed before anybody is signed in. */
const FIRST = /src\/(?:i18n\/common|features\/auth\/texts|kit\/form\/texts)\/(\w+)\.ts$/;

export function firstTexts(): Plugin {
  return {
    name: "first-texts",
    transformIndexHtml: {
      order: "post",
      handler(_, { bundle = {} }) {
        const files: Record<string, string[]> = {};
        for (const one of Object.values(bundle)) {
          const [, language] = (one.type === "chunk" && FIRST.exec(one.facadeModuleId ?? "")) || [];
          if (language) files[language] = [...(files[language] ?? []), `/${one.fileName}`];
        }
        const attrs = { name: "portal-texts", content: JSON.stringify(files) };
        return [{ tag: "meta", attrs, injectTo: "head-prepend" }];
      },
    },
  };
}
