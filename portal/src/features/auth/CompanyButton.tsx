/** The way through the company's identity provider, where the company has one for the portal that was asked for. */
import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { ProblemError } from "@/api/problem";
import { goToProvider } from "@/api/session";
import type { Branding } from "@/api/types";
import { useBranding } from "@/context/branding";
import { useFields } from "@/kit/form/useFields";
import { Refusal } from "./Refusal";
import "./texts";

/** Address of the page that the provider returns to. */
export const COMPANY_PAGE = "/sign-in/company";

/** Returns the provider, unless the address is one of a portal whose people sign in otherwise. */
export function providerFor(branding: Branding | null, path: string) {
  const provider = branding?.identity_provider;
  const face = path.split("/")[1] ?? "";
  const other = ["customer", "partner", "employee", "staff"].includes(face);
  return provider && !(other && !provider.faces.some((served) => served === face)) ? provider : null;
}

export function CompanyButton({ inPlace }: { inPlace: boolean }) {
  const { t } = useTranslation("auth");
  const provider = providerFor(useBranding(), location.pathname);
  const form = useFields({
    start: {},
    send: () => goToProvider(location.pathname + location.search),
    onFailed: (error) =>
      error instanceof ProblemError && error.status === 503 ? t("companyAway") : undefined,
  });
  if (!provider) return null;
  const words = t("byCompany", { label: provider.label });
  const style = { variant: "default", fullWidth: true } as const;
  // The page behind must stay: the person signs in in another tab, and this one goes on.
  if (inPlace)
    return (
      <Button component="a" href={COMPANY_PAGE} target="_blank" {...style}>
        {words}
      </Button>
    );
  return (
    <>
      <Refusal of={form} />
      <Button {...style} loading={form.busy} onClick={() => void form.submit()}>
        {words}
      </Button>
    </>
  );
}
