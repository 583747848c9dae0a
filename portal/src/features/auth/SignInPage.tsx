/** The page of somebody who is not signed in. The address stays, so signing in leads where the link pointed. */
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useBranding } from "@/shell/branding";
import { Mark } from "@/shell/Mark";
import { SignInForm } from "./SignInForm";
import classes from "./SignInPage.module.css";

export function SignInPage() {
  const { t } = useTranslation("auth");
  const branding = useBranding();
  const company = branding?.company_name ?? "";
  useEffect(() => {
    document.title = company ? `${t("title")} · ${company}` : t("title");
  }, [t, company]);
  return (
    <div className={classes.page}>
      <main className={classes.card}>
        <div className={classes.company}>
          <Mark />
          <span>{company}</span>
        </div>
        <h1 className={classes.title}>{t("title")}</h1>
        <p className={classes.lead}>{t("lead", { company })}</p>
        <SignInForm submit={t("submit")} />
        {branding?.support_email && (
          <p className={classes.help}>
            {branding.support_phone
              ? t("help", { email: branding.support_email, phone: branding.support_phone })
              : t("helpMail", { email: branding.support_email })}
          </p>
        )}
      </main>
    </div>
  );
}
