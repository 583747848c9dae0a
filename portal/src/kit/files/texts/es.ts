/** Words of adding and fetching files, in Spanish. */
import type { Translation } from "@/i18n/translation";
import type { files as english } from "./en";

export const files: Translation<typeof english> = {
  label: "Archivos",
  help_one: "Hasta {{count}} archivo de {{size}} como máximo.",
  help_other: "Hasta {{count}} archivos de {{size}} como máximo cada uno.",
  add: "Añadir un archivo",
  drop: "o suéltelo aquí",
  reading: "Leyendo…",
  sending: "{{percent}} %",
  checking: "Comprobando…",
  ready: "Recibido",
  progress: "{{name}}: {{percent}} % enviado",
  remove: "Quitar {{name}}",
  retry: "Intentar de nuevo con {{name}}",
  retryShort: "Intentar de nuevo",
  tooLarge: "Este archivo es demasiado grande. Redúzcalo o divídalo.",
  tooLargeFor: "Este archivo supera {{size}}. Redúzcalo o divídalo.",
  empty: "Este archivo está vacío.",
  kinds: "Tipos admitidos: {{endings}}.",
  refused: "No se admiten archivos de este tipo. Inclúyalo en un archivo ZIP o guárdelo en otro formato.",
  refusedEnding:
    "No se admiten archivos .{{ending}}. Guárdelo en otro formato o inclúyalo en un archivo ZIP.",
  mismatch: "Este archivo no contiene lo que contiene un archivo .{{ending}}. Revíselo o guárdelo de nuevo.",
  gone: "Este archivo ya no está aquí. Añádalo de nuevo, por favor.",
  damaged: "El archivo ha llegado dañado. Inténtelo de nuevo, por favor.",
  tooMany_one:
    "Aquí solo se puede añadir {{count}} archivo. Los demás no se han incluido; puede añadirlos después.",
  tooMany_other:
    "Aquí solo se pueden añadir {{count}} archivos. Los demás no se han incluido; puede añadirlos después.",
  broken: "El archivo no ha llegado. Compruebe su conexión e inténtelo de nuevo.",
  download: "Descargar {{name}}",
  downloadFailed: "No se ha podido descargar el archivo. Inténtelo de nuevo, por favor.",
};
