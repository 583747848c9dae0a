/** Setting up the second step: the password, the app, a first code of the app, and the recovery codes. */
import { encodeQR } from "qr";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/api/client";
import type { SecondFactorSecret } from "@/api/types";
import { toast } from "@/components/toasts";
import { Form } from "@/kit/form/Form";
import { PasswordField } from "@/kit/form/PasswordField";
import { TextField } from "@/kit/form/TextField";
import { useForm } from "@/kit/form/useForm";
import { isConflict } from "@/kit/record/useAct";
import classes from "./ProfilePage.module.css";
import { Copy, KeepCodes } from "./RecoveryCodes";
import { codeOf, throttled } from "./refusals";
import "./texts";

export default function SetUpSecondStep({ onClose }: { onClose: () => void }) {
  const [secret, setSecret] = useState<SecondFactorSecret | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  if (codes) return <KeepCodes codes={codes} onClose={onClose} />;
  if (secret) return <Confirm secret={secret} onCodes={setCodes} onClose={onClose} />;
  return <Begin onSecret={setSecret} onClose={onClose} />;
}

interface BeginProps {
  onSecret: (secret: SecondFactorSecret) => void;
  onClose: () => void;
}

function Begin({ onSecret, onClose }: BeginProps) {
  const { t } = useTranslation("profile");
  const form = useForm<{ password: string }, SecondFactorSecret>({
    start: { password: "" },
    rules: { password: (password) => (password === "" ? t("needPassword") : null) },
    send: (body) => unwrap(api.POST("/v1/me/totp", { body })),
    onSent: onSecret,
    onFailed(error) {
      form.focus("password", { select: true });
      if (codeOf(error) === "wrong_password") return t("wrongPassword");
      return isConflict(error) ? t("secondGone") : throttled(error, t);
    },
  });
  return (
    <Form of={form} submit={t("goOn")} onCancel={onClose} aside={false} guarded={false}>
      <PasswordField
        of={form}
        name="password"
        label={t("setUpPassword")}
        help={t("setUpPasswordHelp")}
        autoComplete="current-password"
        autoFocus
      />
    </Form>
  );
}

interface ConfirmProps {
  secret: SecondFactorSecret;
  onCodes: (codes: string[]) => void;
  onClose: () => void;
}

function Confirm({ secret: { secret, url }, onCodes, onClose }: ConfirmProps) {
  const { t } = useTranslation("profile");
  const form = useForm<{ code: string }, { recovery_codes: string[] }>({
    start: { code: "" },
    rules: { code: (code) => (code.replace(/\D/g, "").length === 6 ? null : t("needCode")) },
    send: ({ code }) => unwrap(api.POST("/v1/me/totp/confirm", { body: { code: code.replace(/\D/g, "") } })),
    onSent({ recovery_codes }) {
      toast(t("turnedOn"));
      onCodes(recovery_codes);
    },
    onFailed(error) {
      form.focus("code", { select: true });
      if (codeOf(error) === "wrong_code") return t("wrongCode");
      return isConflict(error) ? t("secondGone") : throttled(error, t);
    },
  });
  return (
    <Form of={form} submit={t("turnOn")} onCancel={onClose} aside={false} guarded={false}>
      <p className={classes.lead}>{t("scan")}</p>
      <QrCode text={url} label={t("qr")} />
      <p className={classes.lead}>{t("orType")}</p>
      <div className={classes.row}>
        <code className={classes.key}>{secret.match(/.{1,4}/g)?.join(" ")}</code>
        <Copy text={secret} label={t("copyKey")} />
      </div>
      <TextField
        of={form}
        name="code"
        label={t("appCode")}
        inputMode="numeric"
        autoComplete="one-time-code"
        autoFocus
      />
    </Form>
  );
}

/** The text as a QR code: dark squares on white in both colour schemes, for cameras need the contrast. */
function QrCode({ text, label }: { text: string; label: string }) {
  const rows = encodeQR(text, "raw", { border: 4 });
  const dark = rows.flatMap((row, y) => row.flatMap((on, x) => (on ? [`M${x} ${y}h1v1h-1z`] : [])));
  return (
    <svg className={classes.qr} viewBox={`0 0 ${rows.length} ${rows.length}`} role="img" aria-label={label}>
      <path d={dark.join("")} />
    </svg>
  );
}
