/** Words of every plot, in Spanish. */
import type { Translation } from "@/i18n/translation";
import type { plot as english } from "./en";

export const plot: Translation<typeof english> = {
  asTable: "Mostrar como tabla",
  asPlot: "Mostrar como gráfico",
  drawing: "{{label}}. Las flechas izquierda y derecha lo recorren; la tabla tiene los mismos valores.",
  week: "Semana del {{day}}",
  none: "–",
  broken: "No se ha podido dibujar el gráfico. Su tabla tiene los mismos valores.",
};
