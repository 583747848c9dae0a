/** Words of the jobs page, in Spanish. */
import type { Translation } from "@/i18n/translation";
import type { jobs as english } from "./en";

export const jobs: Translation<typeof english> = {
  title: "Tareas",
  lead: "Correos y otras tareas que no se completaron tras varios intentos. No se ha perdido nada: vuelva a intentarlo cuando la causa esté resuelta.",
  kind: "Tipo",
  kinds: {
    mail: "Correo sobre un ticket",
    tell_queue: "Aviso al equipo",
    tell_mentioned: "Correo sobre una nota que menciona a alguien",
    close_resolved: "Cierre de un ticket resuelto",
    end_hold: "Fin de una espera",
    remind_waiting: "Recordatorio de una pregunta",
    resolve_waiting: "Fin de la espera de una respuesta",
    clock: "Control de un plazo",
    invitation: "Invitación",
    index_article: "Indexación de un artículo",
    reindex: "Reconstrucción de la búsqueda",
    publish_settings: "Publicación de la configuración",
    discard_upload: "Eliminación de un archivo",
    work_on_import: "Importación de un archivo",
    forget_import: "Fin de una importación",
  },
  subject: "Sobre",
  tries: "Intentos",
  error: "Último error",
  since: "Desde",
  retry: "Intentar de nuevo",
  retried: "La tarea está de nuevo en marcha.",
  noneFailed: "No ha fallado ninguna tarea.",
  none: "No hay nada atascado",
  noneText:
    "Las tareas que fallan definitivamente aparecen aquí, con el motivo y la opción de intentarlo de nuevo.",
  refresh: "Actualizar",
};
