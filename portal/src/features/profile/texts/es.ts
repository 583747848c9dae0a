/** Words of the profile, in Spanish. */
import type { Translation } from "@/i18n/translation";
import type { profile as english } from "./en";

export const profile: Translation<typeof english> = {
  title: "Perfil",
  lead: "Cómo nos dirigimos a usted y le contactamos, y cómo se le muestran las fechas.",
  name: "Nombre",
  email: "Correo electrónico",
  emailHelp: "Con él inicia sesión. Para cambiarlo, escríbanos.",
  phone: "Teléfono",
  language: "Idioma",
  region: "Fechas y números como en",
  regionHelp: "Por ejemplo, {{date}} y {{number}}.",
  zone: "Zona horaria",
  zoneHelp: "Los plazos se muestran en esta zona.",
  save: "Guardar perfil",
  saved: "Su perfil se ha guardado.",
  stale:
    "Su perfil se ha modificado en otra ventana. A continuación está la versión más reciente; revísela y guarde de nuevo.",
  needName: "Introduzca su nombre.",
  roles: "Sus roles",
  current: "activo ahora",
};
