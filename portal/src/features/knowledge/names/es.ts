/** Words of the answers in the shell and on the home page, in Spanish. */
import type { Translation } from "@/i18n/translation";
import type { names as english } from "./en";

export const names: Translation<typeof english> = {
  knowledge: "Respuestas",
  searchFor: "Buscar «{{words}}» en las respuestas",
  find_answer: "Encuentre una respuesta",
  articles: "Últimos artículos",
};
