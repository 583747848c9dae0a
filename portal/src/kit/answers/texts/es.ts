/** Words of the articles suggested next to a form, in Spanish. */
import type { Translation } from "@/i18n/translation";
import type { suggest as english } from "./en";

export const suggest: Translation<typeof english> = {
  title: "Quizá aquí esté la respuesta",
  degraded: "La búsqueda está limitada en este momento; podría haber respuestas mejores.",
  region: "Artículos sugeridos",
  found_one: "{{count}} artículo sugerido",
  found_other: "{{count}} artículos sugeridos",
  solved: "Esto lo ha resuelto",
  notSolved: "Continuar con mi ticket",
  notSolved_request: "Continuar con mi solicitud",
  open: "Abrir como página",
};
