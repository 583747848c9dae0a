/** Words of every record, in Spanish. */
import type { Translation } from "@/i18n/translation";
import type { record as english } from "./en";

export const record: Translation<typeof english> = {
  timeline: "Historial",
  side: "De un vistazo",
  properties: "Detalles",
  related: "Relacionado",
  files: "Archivos",
  more: "Más",
  key: "Tecla {{key}}",
  touches: "Última actividad",
};
