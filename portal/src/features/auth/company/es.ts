/** Words of signing in through the company's identity provider, in Spanish. */
import type { Translation } from "@/i18n/translation";
import type { company as english } from "./en";

export const company: Translation<typeof english> = {
  title: "Inicie sesión con su cuenta de empresa",
  lead: "Inicia sesión en la página de su empresa y vuelve aquí.",
  begin: "Continuar con {{label}}",
  finishing: "Estamos iniciando su sesión.",
  again: "Intentar de nuevo",
  otherWays: "Iniciar sesión de otra forma",
  turnedBack: "No inició sesión allí. Puede intentarlo de nuevo o iniciar sesión de otra forma.",
  over: "Este inicio de sesión ya no es válido: se usó, tardó demasiado o empezó en otra ventana. Empiece de nuevo.",
  noAccess:
    "Esta cuenta no le da acceso aquí. Inicie sesión de otra forma o pida a {{company}} que le dé acceso.",
  unavailable: "La página de inicio de sesión de su empresa no responde. Inténtelo de nuevo en un momento.",
  throttled_one: "Demasiados intentos. Espere {{count}} minuto e inténtelo de nuevo.",
  throttled_other: "Demasiados intentos. Espere {{count}} minutos e inténtelo de nuevo.",
  help: "¿Problemas para iniciar sesión? Escriba a {{email}} o llame al {{phone}}.",
  helpMail: "¿Problemas para iniciar sesión? Escriba a {{email}}.",
};
