/** The page of somebody who is not signed in. The address stays, so signing in leads where the link pointed. */
import { useTranslation } from "react-i18next";
import { hasLeft } from "@/api/session";
import { DoorPage } from "./DoorPage";
import classes from "./DoorPage.module.css";
import { SignInForm } from "./SignInForm";

export function SignInPage() {
  const { t } = useTranslation("auth");
  return (
    <DoorPage words="auth">
      {(company) => (
        <>
          <p className={classes.lead} role={hasLeft() ? "status" : undefined}>
            {hasLeft() ? t("left") : t("lead", { company })}
          </p>
          <SignInForm submit={t("submit")} />
        </>
      )}
    </DoorPage>
  );
}
