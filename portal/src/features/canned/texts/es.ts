/** Words of the canned replies page, in Spanish. */
import type { Translation } from "@/i18n/translation";
import type { canned as english } from "./en";

export const canned: Translation<typeof english> = {
  title: "Respuestas predefinidas",
  lead: "Respuestas que se escriben una vez y se reutilizan. Los agentes las insertan en una respuesta y la envían como suya.",
  which: "Qué respuestas predefinidas",
  state: { offered: "Disponibles", retired: "Retiradas" },
  none: { offered: "Aún no hay respuestas predefinidas", retired: "No hay ninguna retirada" },
  noneText: {
    offered: "Aquí se guardan las respuestas que se necesitan una y otra vez, para una cola o para todas.",
    retired: "Aquí aparecen las respuestas predefinidas que ya no se ofrecen. Se pueden volver a ofrecer.",
  },
  name: "Nombre",
  nameHelp: "Los agentes la eligen por este nombre. No forma parte de la respuesta.",
  text: "Texto",
  textHelp: "Se inserta en la respuesta tal cual. El agente puede modificarlo antes de enviarlo.",
  queue: "Cola",
  queueHelp: "Solo se ofrece a quienes trabajan en esta cola.",
  allQueues: "Todas las colas",
  changed: "Último cambio",
  write: {
    label: "Escribir una respuesta predefinida",
    title: "Escribir una respuesta predefinida",
    submit: "Guardar respuesta predefinida",
    done: "La respuesta predefinida se ha guardado y está disponible.",
  },
  change: {
    label: "Modificar…",
    title: "Modificar «{{name}}»",
    submit: "Guardar cambios",
    done: "La respuesta predefinida se ha modificado.",
  },
  offer: {
    label: "Volver a ofrecer…",
    title: "Volver a ofrecer «{{name}}»",
    submit: "Volver a ofrecer",
    done: "La respuesta predefinida vuelve a estar disponible.",
  },
  retire: "Retirar",
  retired: "«{{name}}» ya no se ofrece.",
};
