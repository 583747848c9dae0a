/** Words of every list, in Spanish. */
import type { Translation } from "@/i18n/translation";
import type { list as english } from "./en";

export const list: Translation<typeof english> = {
  first: "Primera página",
  next: "Página siguiente",
  all_one: "{{count}} en total",
  all_other: "{{count}} en total",
  some: "{{count}} en esta página",
  of: "{{count}} de {{total, number}} en esta página",
  refresh: "Actualizar",
  ascending: "{{title}}, en orden ascendente",
  descending: "{{title}}, en orden descendente",
  sort: "Ordenar por {{title}}",
  days: {
    chosen: "{{label}}: {{days}}",
    any: "cualquier día",
    between: "{{from}} – {{to}}",
    since: "desde el {{from}}",
    until: "hasta el {{to}}",
    from: "Desde",
    to: "Hasta, incluido",
    show: "Mostrar estos días",
    all: "Mostrar todos los días",
  },
  acts: "Acciones",
  choose: "Seleccionar",
  chooseAll: "Seleccionar todo lo que se muestra",
  chooseRow: "Seleccionar {{name}}",
  chooseKey: "Elegir la fila; con Mayús, todas desde la última",
};
