/** Words of the page on which many people are invited, in Spanish. */
import type { Translation } from "@/i18n/translation";
import type { inviteMany as english } from "./en";

export const inviteMany: Translation<typeof english> = {
  title: "Invitar a muchas personas",
  lead: "Desde un archivo CSV con una línea para cada una. No se envía nada hasta que haya visto su contenido.",
  leadAccount:
    "Desde un archivo CSV con una línea para cada una. Se les invita a la cuenta de la lista de la que viene.",
  file: "Archivo CSV",
  fileHelp:
    "Columnas: name, email, role, queues, language. Solo hacen falta nombre, correo y rol; en los agentes, también las colas, unidas por |. Roles: {{roles}}.",
  fileHelpAccount: "Columnas: name, email, role, language. El rol es member o manager; si falta, member.",
  choose: "Elegir un archivo",
  paste: "O pegue aquí las líneas",
  lines: "Contenido del archivo",
  line: "Línea",
  name: "Nombre",
  email: "Correo electrónico",
  role: "Rol",
  outcome: "Resultado",
  ready: "Lista",
  faults: {
    unreadable: "No se han podido leer algunas letras: guarde el archivo como UTF-8",
    needName: "Falta el nombre",
    needEmail: "Falta la dirección de correo o está incompleta",
    unknownRole: "Este rol no existe aquí",
    needQueue: "Un agente necesita una cola",
    unknownQueue: "Esta cola no existe",
    unknownLanguage: "Este idioma no existe",
    twice: "La dirección está en una línea anterior",
    tooMany: "Demasiadas líneas para un archivo",
  },
  sent: "Con invitación",
  none: "No hay líneas que enviar",
  summary_one: "Se puede enviar {{count}} línea",
  summary_other: "Se pueden enviar {{count}} líneas",
  wrong_one: "{{count}} línea tiene un error y se omite",
  wrong_other: "{{count}} líneas tienen un error y se omiten",
  send_one: "Enviar {{count}} invitación",
  send_other: "Enviar {{count}} invitaciones",
  sending: "Enviando: {{done}} de {{total}}",
  stop: "Detener",
  done_one: "Se ha enviado {{count}} invitación.",
  done_other: "Se han enviado {{count}} invitaciones.",
  failed_one:
    "No se ha enviado {{count}}. El motivo está en su línea; envíela de nuevo cuando esté corregida.",
  failed_other:
    "No se han enviado {{count}}. Los motivos están en sus líneas; envíelas de nuevo cuando estén corregidas.",
};
