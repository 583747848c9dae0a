/** Signing in, which comes before every area and without any of them. */
export { SignInPage } from "./auth/SignInPage";

export const loadCompany = () => import("./auth/CompanyPage");
export const loadEmailChange = () => import("./auth/EmailChangePage");
export const loadInvitation = () => import("./auth/InvitationPage");
export const loadPassword = () => import("./auth/PasswordPage");
export const loadSignInAgain = () => import("./auth/SignInAgain");
