/** Words of the home page and of arranging it, in Spanish. */
import type { Translation } from "@/i18n/translation";
import type { home as english } from "./en";

export const home: Translation<typeof english> = {
  title: "Hola, {{name}}",
  empty: "Su página de inicio está vacía",
  emptyText: "Ha ocultado todas sus partes. Elija en Diseño lo que quiere mostrar.",
  arrange: "Organizar esta página",
  layoutTitle: "Diseño",
  layoutLead: "Elija qué muestra su página de inicio y en qué orden. Es igual en todos sus dispositivos.",
  up: "Subir {{name}}",
  down: "Bajar {{name}}",
  show: "Mostrar {{name}}",
  moved: "{{name}} está ahora en la posición {{place}} de {{count}}.",
  saved: "Su página de inicio se ha guardado.",
  save: "Guardar diseño",
  reset: "Deshacer cambios",
  stale: "Su diseño se ha modificado en otra ventana. Ahora ve esa versión; organícela de nuevo, por favor.",
};
