/** Words of setting a new password by a link in a mail, in Spanish. */
import type { Translation } from "@/i18n/translation";
import type { passwordReset as english } from "./en";

export const passwordReset: Translation<typeof english> = {
  title: "Elija una nueva contraseña",
  askLead: "Le enviamos un correo con un enlace para elegir una nueva contraseña.",
  send: "Enviar el correo",
  sent: "Si alguien inicia sesión con {{email}}, el correo está en camino. Su enlace es válido durante una hora. Puede tardar un minuto; mire también entre el correo no deseado.",
  sendAgain: "Enviarlo de nuevo",
  lead: "Se cerrará su sesión en todos los sitios y la iniciará con la nueva contraseña.",
  password: "Nueva contraseña",
  rule: "Al menos {{count}} caracteres, de cualquier tipo. Una frase corta es fácil de recordar.",
  short: "Elija una contraseña de al menos {{count}} caracteres.",
  submit: "Guardar la contraseña",
  saved: "Su nueva contraseña se ha guardado. Ya puede iniciar sesión con ella.",
  over: "Este enlace ya no es válido. Se usó, tiene más de una hora o su contraseña se cambió. Pida uno nuevo.",
  newLink: "Enviar un enlace nuevo",
  signIn: "Ir a iniciar sesión",
  throttled_one: "Demasiados intentos. Espere {{count}} minuto e inténtelo de nuevo.",
  throttled_other: "Demasiados intentos. Espere {{count}} minutos e inténtelo de nuevo.",
  help: "¿Preguntas? Escriba a {{email}} o llame al {{phone}}.",
  helpMail: "¿Preguntas? Escriba a {{email}}.",
};
