/** Frame of the pages before sign-in: a card with the company's logo, and a line that says whom to ask. */
import { type ReactNode, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Logo } from "@/components/Logo";
import { useBranding } from "@/context/branding";
import classes from "./AuthLayout.module.css";
import { LanguageSwitch } from "./LanguageSwitch";
import "./texts";

interface Props {
  /** Texts with the title and the line that says whom to ask. */
  words: "auth" | "company" | "emailChange" | "invitation" | "passwordReset";
  children: (company: string) => ReactNode;
}

export function AuthLayout({ words, children }: Props) {
  const { t } = useTranslation(words);
  const branding = useBranding();
  const company = branding?.company_name ?? "";
  const title = t("title");
  useEffect(() => {
    document.title = company ? `${title} · ${company}` : title;
  }, [title, company]);
  return (
    <div className={classes.page}>
      <main className={classes.card}>
        <div className={classes.company}>
          <Logo name={company} size={34} />
          <span>{company}</span>
        </div>
        <h1 className={classes.title}>{title}</h1>
        {children(company)}
        {branding?.support_email && (
          <p className={classes.help}>
            {branding.support_phone
              ? t("help", { email: branding.support_email, phone: branding.support_phone })
              : t("helpMail", { email: branding.support_email })}
          </p>
        )}
        <LanguageSwitch />
      </main>
    </div>
  );
}
