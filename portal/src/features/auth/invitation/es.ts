/** Words of accepting an invitation, in Spanish. */
import type { Translation } from "@/i18n/translation";
import type { invitation as english } from "./en";

export const invitation: Translation<typeof english> = {
  title: "Elija su contraseña",
  lead: "A partir de ahora accederá con ella al portal de {{company}}",
  other: "Ha iniciado sesión como {{email}}. Si continúa, esa sesión terminará en este navegador.",
  password: "Contraseña",
  rule: "Al menos {{count}} caracteres, de cualquier tipo. Una frase corta es fácil de recordar.",
  short: "Elija una contraseña de al menos {{count}} caracteres.",
  submit: "Guardar e iniciar sesión",
  over: "Esta invitación ya no es válida. Se ha utilizado, ha caducado o ha recibido otra más reciente. Solicite una nueva a quien le invitó.",
  incomplete: "Este enlace no está completo. Ábralo de nuevo desde el correo o cópielo entero.",
  signIn: "¿Ya tiene una contraseña? Inicie sesión",
  throttled_one: "Demasiados intentos. Espere {{count}} minuto e inténtelo de nuevo.",
  throttled_other: "Demasiados intentos. Espere {{count}} minutos e inténtelo de nuevo.",
  help: "¿Tiene alguna pregunta? Escriba a {{email}} o llame al {{phone}}.",
  helpMail: "¿Tiene alguna pregunta? Escriba a {{email}}.",
};
