/** Words of every form, in Spanish. */
import type { Translation } from "@/i18n/translation";
import type { form as english } from "./en";

export const form: Translation<typeof english> = {
  required: "Complete este campo, por favor.",
  short: "Escriba al menos {{least}} caracteres.",
  long: "No supere los {{most, number}} caracteres.",
  left_one: "Queda {{count}} carácter",
  left_other: "Quedan {{count}} caracteres",
  check_one: "Hay un punto que debe revisar.",
  check_other: "Hay {{count}} puntos que debe revisar.",
  failed: "No se ha enviado",
  waitFiles: "Sus archivos aún se están enviando. El formulario se enviará en cuanto hayan llegado.",
  filesFailed: "Un archivo no ha llegado. Inténtelo de nuevo o quítelo.",
  draftSaved: "Borrador guardado",
  draftLocal: "Borrador guardado en este dispositivo",
  draftFound: "Este es el borrador que dejó. Continúe o",
  startOver: "empiece de nuevo",
  startedOver: "El borrador se ha eliminado.",
  draftOlder: "Este es el borrador que dejó. Partió de una versión anterior. Continúe o",
  theirs: "Otra persona ha cambiado esto entretanto",
  theirsText: "Lo que escribió sigue aquí. Elija qué hacer con ello antes de guardar.",
  theirsEmpty: "vacío",
  theirsToo: "usted también lo cambió",
  takeTheirs: "Quedarse con su versión",
  keepMine: "Guardar mis cambios encima",
  chooseFirst: "Otra persona ha cambiado esto. Elija arriba qué hacer con sus cambios.",
  changed:
    "Otra persona ha cambiado esto entretanto. Lo que escribió sigue aquí: revíselo y guarde de nuevo.",
  leaveTitle: "¿Salir sin guardar?",
  leaveText: "Los cambios de esta página aún no se han guardado.",
  leave: "Salir",
  stay: "Quedarse aquí",
};
