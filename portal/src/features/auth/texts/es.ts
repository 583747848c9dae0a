/** Words of signing in and out, in Spanish. */
import type { Translation } from "@/i18n/translation";
import type { auth as english } from "./en";

export const auth: Translation<typeof english> = {
  title: "Iniciar sesión",
  lead: "Soporte, tickets y respuestas de {{company}}",
  left: "Ha cerrado la sesión.",
  email: "Correo electrónico",
  password: "Contraseña",
  submit: "Iniciar sesión",
  byCode: "Envíenme un código",
  companyAway: "La página de inicio de sesión de su empresa no responde. Inténtelo de nuevo en un momento.",
  byCompany: "Continuar con {{label}}",
  forgotten: "¿Ha olvidado su contraseña?",
  failed: "El correo electrónico o la contraseña no son correctos. Revíselos e inténtelo de nuevo.",
  throttled_one: "Demasiados intentos. Espere {{count}} segundo e inténtelo de nuevo.",
  throttled_other: "Demasiados intentos. Espere {{count}} segundos e inténtelo de nuevo.",
  needEmail: "Introduzca su correo electrónico.",
  wrongEmail: "Esta dirección de correo no está completa. Debe tener la forma nombre@empresa.com.",
  needPassword: "Introduzca su contraseña.",
  help: "¿Problemas para iniciar sesión? Escriba a {{email}} o llame al {{phone}}.",
  helpMail: "¿Problemas para iniciar sesión? Escriba a {{email}}.",
  againTitle: "Inicie sesión de nuevo, por favor",
  againLead: "Su sesión ha terminado. Inicie sesión y continúe donde estaba; lo que escribió sigue aquí.",
  againOther: "Había iniciado sesión como {{email}}.",
  againSubmit: "Iniciar sesión y continuar",
  leave: "Cerrar sesión",
};
