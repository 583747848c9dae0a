/**
 * Page that the company's identity provider returns to. The answer is in the address, after the `#` or the `?`; the page
 * sends it on and takes it out of the address. Only the tab that went to the provider can do so.
 */
import { Button } from "@mantine/core";
import type { TFunction } from "i18next";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { ProblemError } from "@/api/problem";
import { forgetBegun, keptBegun } from "@/api/provider";
import { goToProvider, type ProviderAnswer, signInByProvider } from "@/api/session";
import { useBranding } from "@/context/branding";
import { PlainForm } from "@/kit/form/PlainForm";
import { useFields } from "@/kit/form/useFields";
import { AuthLayout } from "./AuthLayout";
import classes from "./AuthLayout.module.css";
import { COMPANY_PAGE } from "./CompanyButton";
import { Refusal } from "./Refusal";
import formClasses from "./SignInForm.module.css";
import "./company";

/** Reason why a sign-in has to begin again. */
type Reason = "turnedBack" | "over" | "noAccess";

/** Refusals that end a sign-in, by their code. */
const ENDS: Record<string, Reason | undefined> = { provider_sign_in_over: "over", no_access: "noAccess" };

interface Arrival {
  answer: ProviderAnswer | null;
  /** Address to go to afterwards. */
  to: string;
  reason: Reason | null;
}

function arrive(): Arrival {
  const given = new URLSearchParams(location.hash.slice(1) || location.search);
  const [state, code, begun] = [given.get("state"), given.get("code"), keptBegun()];
  const to = begun?.to ?? "/";
  if (given.has("error")) return { answer: null, to, reason: "turnedBack" };
  if (state && code && begun) return { answer: { state, code, secret: begun.secret }, to, reason: null };
  return { answer: null, to, reason: state || code ? "over" : null };
}

export default function CompanyPage() {
  const { t } = useTranslation("company");
  const [{ answer, to, reason: first }] = useState(arrive);
  const [reason, setReason] = useState(first);
  useEffect(() => {
    forgetBegun();
    history.replaceState(null, "", COMPANY_PAGE);
  }, []);
  return (
    <AuthLayout words="company">
      {(company) => (
        <>
          {answer && !reason ? (
            <Finish answer={answer} to={to} onOver={setReason} />
          ) : (
            <Begin to={to} reason={reason && t(reason, { company })} />
          )}
          <p className={classes.help}>
            <a href="/">{t("otherWays")}</a>
          </p>
        </>
      )}
    </AuthLayout>
  );
}

interface FinishProps {
  answer: ProviderAnswer;
  to: string;
  onOver: (reason: Reason) => void;
}

function Finish({ answer, to, onOver }: FinishProps) {
  const { t } = useTranslation("company");
  const sent = useRef(false);
  const form = useFields({
    start: {},
    send: () => signInByProvider(answer, () => history.replaceState(null, "", to)),
    onFailed(error) {
      if (!(error instanceof ProblemError)) return undefined;
      const end = ENDS[error.code];
      if (end) onOver(end);
      return later(error, t);
    },
  });
  useEffect(() => {
    if (sent.current) return;
    sent.current = true;
    void form.submit();
  });
  return (
    <>
      <p className={classes.lead} role="status">
        {t("finishing")}
      </p>
      <PlainForm of={form} className={formClasses.form}>
        <Refusal of={form} />
        <Button type="submit" fullWidth loading={form.busy}>
          {t("again")}
        </Button>
      </PlainForm>
    </>
  );
}

function Begin({ to, reason }: { to: string; reason: string | null }) {
  const { t } = useTranslation("company");
  const provider = useBranding()?.identity_provider;
  const form = useFields({
    start: {},
    send: () => goToProvider(to),
    onFailed: (error) => (error instanceof ProblemError ? later(error, t) : undefined),
  });
  return (
    <>
      {reason ? (
        <div role="alert">
          <p className={formClasses.failure}>{reason}</p>
        </div>
      ) : (
        <p className={classes.lead}>{t("lead")}</p>
      )}
      {provider && (
        <PlainForm of={form} className={classes.begin}>
          <Refusal of={form} />
          <Button type="submit" fullWidth loading={form.busy}>
            {t("begin", { label: provider.label })}
          </Button>
        </PlainForm>
      )}
    </>
  );
}

/** Words for a provider that does not answer, and for too many tries. */
function later(error: ProblemError, t: TFunction<"company">): string | undefined {
  if (error.status === 503) return t("unavailable");
  if (error.status !== 429 || !error.retryAfter) return undefined;
  return t("throttled", { count: Math.ceil(error.retryAfter / 60) });
}
