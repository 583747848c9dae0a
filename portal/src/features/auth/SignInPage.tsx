/** The page of somebody who is not signed in. The address stays, so signing in leads where the link pointed. */
import { useTranslation } from "react-i18next";
import { hasLeft } from "@/api/session";
import { AuthLayout } from "./AuthLayout";
import classes from "./AuthLayout.module.css";
import { SignIn } from "./SignIn";
import "./texts";

export function SignInPage() {
  const { t } = useTranslation("auth");
  return (
    <AuthLayout words="auth">
      {(company) => (
        <>
          <p className={classes.lead} role={hasLeft() ? "status" : undefined}>
            {hasLeft() ? t("left") : t("lead", { company })}
          </p>
          <SignIn submit={t("submit")} />
        </>
      )}
    </AuthLayout>
  );
}
