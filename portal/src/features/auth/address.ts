/** Rule for the e-mail address that somebody signs in with. */
import { i18next } from "@/i18n";
import "./texts";

/** Form of every e-mail address; only the server knows whether an address exists. */
const ADDRESS = /^[^\s@]+@[^\s@]+$/;

export function address(email: string): string | null {
  if (email.trim() === "") return i18next.t("auth:needEmail");
  return ADDRESS.test(email.trim()) ? null : i18next.t("auth:wrongEmail");
}
