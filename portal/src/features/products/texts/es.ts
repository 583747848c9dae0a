/** Words of the products, in Spanish. */
import type { Translation } from "@/i18n/translation";
import type { products as english } from "./en";

export const products: Translation<typeof english> = {
  title: "Productos",
  lead: "Lo que vende, con las versiones que tienen soporte.",
  name: "Nombre",
  code: "Código",
  codeHelp: "Letras, cifras y guiones; ningún otro producto lo tiene.",
  needCode: "Use solo letras, cifras y guiones.",
  versions: "Versiones",
  until: "{{label}} hasta el {{date}}",
  noVersions: "ninguna",
  find: "Buscar un producto",
  findHint: "Comienzo del nombre",
  findAct: "Buscar",
  none: "Todavía no hay productos",
  noneText: "El primer producto que escriba aparecerá aquí.",
  noneFound: "Ningún producto coincide",
  noneFoundText: "Escriba el comienzo de su nombre.",
  write: {
    label: "Añadir un producto",
    title: "Añadir un producto",
    submit: "Guardar producto",
    done: "El producto se ha guardado.",
  },
  change: {
    label: "Modificar",
    title: "Modificar {{name}}",
    submit: "Guardar cambios",
    done: "El producto se ha modificado.",
  },
  version: {
    label: "Versiones…",
    title: "Versiones de {{name}}",
    submit: "Guardar versión",
    done: "La versión se ha guardado.",
  },
  which: "Versión",
  whichHelp: "Elija una para modificarla.",
  another: "Una versión nueva",
  label: "Nombre de la versión",
  labelHelp: "Tal como se escribe: 3.0",
  releasedOn: "Publicada",
  supportedUntil: "Con soporte hasta",
  supportedHelp: "Déjelo vacío mientras no haya fecha. Las compras muestran el día nuevo enseguida.",
  tooEarly: "Es anterior a la publicación.",
};
