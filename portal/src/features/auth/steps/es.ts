/** Words of signing in by a code, and of the second step, in Spanish. */
import type { Translation } from "@/i18n/translation";
import type { signInSteps as english } from "./en";

export const signInSteps: Translation<typeof english> = {
  codeLead: "Le enviamos un código a su correo electrónico. Es válido durante diez minutos.",
  sendCode: "Enviar el código",
  codeSent:
    "Si alguien inicia sesión con {{email}}, el código está en camino. Puede tardar un minuto; mire también entre el correo no deseado.",
  code: "Código del correo",
  needCode: "Introduzca los seis dígitos.",
  codeFailed: "Este código no es correcto, ya se usó o ha caducado. Revíselo o pida uno nuevo.",
  newCode: "Enviar un código nuevo",
  byPassword: "Iniciar sesión con la contraseña",
  secondLead: "Abra su aplicación de autenticación e introduzca el código que muestra para este portal.",
  secondCode: "Código",
  secondHelp: "Sin su dispositivo, introduzca uno de sus códigos de recuperación.",
  needSecondCode: "Introduzca el código de su aplicación o un código de recuperación.",
  secondFailed: "Este código no es correcto o ya se usó. Espere al siguiente e inténtelo de nuevo.",
  secondOver: "Ha pasado demasiado tiempo. Empiece de nuevo.",
  startAgain: "Empezar de nuevo",
  throttled_one: "Demasiados intentos. Espere {{count}} minuto e inténtelo de nuevo.",
  throttled_other: "Demasiados intentos. Espere {{count}} minutos e inténtelo de nuevo.",
};
