/** New recovery codes in place of the ones from before. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/api/client";
import { toast } from "@/components/toasts";
import ByCodeOfApp from "./ByCodeOfApp";
import { KeepCodes } from "./RecoveryCodes";
import "./texts";

export default function NewRecoveryCodes({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("profile");
  const [codes, setCodes] = useState<string[] | null>(null);
  if (codes) return <KeepCodes codes={codes} onClose={onClose} />;
  return (
    <ByCodeOfApp
      lead={t("newCodesLead")}
      submit={t("makeCodes")}
      send={(code) => unwrap(api.POST("/v1/me/totp/recovery-codes", { body: { code } }))}
      onSent={({ recovery_codes }) => {
        toast(t("codesMade"));
        setCodes(recovery_codes);
      }}
      onClose={onClose}
    />
  );
}
