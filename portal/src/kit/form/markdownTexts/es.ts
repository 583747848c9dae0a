/** Words of the field for Markdown, in Spanish. */
import type { Translation } from "@/i18n/translation";
import type { markdown as english } from "./en";

export const markdown: Translation<typeof english> = {
  write: "Escribir",
  preview: "Vista previa",
  nothing: "Aún no se ha escrito nada.",
  tools: "Formato",
  tool: {
    "header-3": "Título",
    bold: "Negrita",
    italic: "Cursiva",
    quote: "Cita",
    code: "Código",
    link: "Enlace",
    "unordered-list": "Lista",
    "ordered-list": "Lista numerada",
  },
  keyed: "{{tool}}, {{keys}}",
  ctrl: "Ctrl",
  shift: "Mayús",
};
