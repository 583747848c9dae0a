/** Words of the components that show parts of a record, in Spanish. */
import type { Translation } from "@/i18n/translation";
import type { show as english } from "./en";

export const show: Translation<typeof english> = {
  print: {
    act: "Imprimir",
    loading: "Cargando primero todo…",
    failed: "No se ha impreso: no se ha podido cargar todo. Compruebe su conexión e inténtelo de nuevo.",
    notAll: "No está todo: el resto no se ha cargado. El botón Imprimir de la página lo imprime todo.",
  },
  step: { done: "Hecho", now: "Ahora", ahead: "Pendiente", failed: "Fallido" },
};
