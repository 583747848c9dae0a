/** Words of the tickets on the home page, in Spanish. */
import type { Translation } from "@/i18n/translation";
import type { ticketsHome as english } from "./en";

export const ticketsHome: Translation<typeof english> = {
  waits: {
    nothing: "No tiene nada pendiente.",
    ticket_one: "{{count}} ticket está pendiente de usted.",
    ticket_other: "{{count}} tickets están pendientes de usted.",
    request_one: "{{count}} solicitud está pendiente de usted.",
    request_other: "{{count}} solicitudes están pendientes de usted.",
  },
  yours_one: "Tiene {{count}} ticket",
  yours_other: "Tiene {{count}} tickets",
  yoursLate_one: ", {{count}} de ellos vencido",
  yoursLate_other: ", {{count}} de ellos vencidos",
  day: {
    late: "vencidos",
    soon: "vencen en 24 horas",
    asked: "esperan respuesta",
    solved: "resueltos, por confirmar",
  },
  needsYou: "Pendiente de usted",
  weAsk: "Le hemos hecho una pregunta",
  asks: "{{name}} pregunta: «{{words}}»",
  says: "{{name}}: «{{words}}»",
  howWas: "Gracias. ¿Qué le ha parecido?",
  rate: "Valorar",
  rateOf: "Valorar la solución de {{number}}",
  isSolved: "¿Está resuelto?",
  answer: "Responder",
  answerOf: "Responder {{number}}",
  yes: "Sí, resuelto",
  yesOf: "Sí, resuelto: {{number}}",
  no: "No",
  noOf: "No, sin resolver: {{number}}",
  you: "usted",
  nobody: "nadie aún",
  onlyWaiting: {
    ticket: "Todos sus demás tickets están cerrados.",
    request: "Todas sus demás solicitudes están cerradas.",
  },
  onlyYours: "Los más urgentes son suyos.",
  submitText: {
    ticket: "¿Algo no funciona o necesita algo? Cuéntenoslo; le responderemos por correo y aquí.",
    request:
      "¿Necesita algo de nosotros o algo no funciona? Cuéntenoslo; le responderemos por correo y aquí.",
  },
  none: {
    ticket: "No hay tickets activos. Lo que envíe aparecerá aquí.",
    request: "No hay solicitudes activas. Lo que nos pida aparecerá aquí.",
  },
  noWork: "No tiene nada asignado. Tome un ticket de la cola.",
  noQueue: "No hay nada pendiente en sus colas.",
  noQueues: "No hay nada pendiente en ninguna cola.",
};
