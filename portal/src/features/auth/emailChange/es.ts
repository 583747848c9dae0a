/** Words of confirming a new e-mail address by a link in a mail, in Spanish. */
import type { Translation } from "@/i18n/translation";
import type { emailChange as english } from "./en";

export const emailChange: Translation<typeof english> = {
  title: "Confirme su nueva dirección de correo",
  lead: "A partir de entonces iniciará sesión con esta dirección y recibirá en ella nuestros correos. Se cerrará su sesión en sus otros dispositivos.",
  submit: "Confirmar la dirección",
  confirmed: "Su dirección de correo se ha cambiado. A partir de ahora inicia sesión con ella.",
  over: "Este enlace ya no es válido. Se usó, tiene más de un día o hay uno más reciente. Pida uno nuevo en su perfil.",
  taken: "Otra persona inicia sesión ahora con esta dirección. Su dirección sigue siendo la misma.",
  toPortal: "Ir al portal",
  throttled_one: "Demasiados intentos. Espere {{count}} minuto e inténtelo de nuevo.",
  throttled_other: "Demasiados intentos. Espere {{count}} minutos e inténtelo de nuevo.",
  help: "¿Preguntas? Escriba a {{email}} o llame al {{phone}}.",
  helpMail: "¿Preguntas? Escriba a {{email}}.",
};
