/** Changing one's own password. */
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/api/client";
import { CHANGE_PASSWORD_NEW_PASSWORD } from "@/api/limits";
import { Card } from "@/components/Page";
import { characters } from "@/components/text";
import { toast } from "@/components/toasts";
import { Form } from "@/kit/form/Form";
import { PasswordField } from "@/kit/form/PasswordField";
import { useForm } from "@/kit/form/useForm";
import { ME } from "./me";
import classes from "./ProfilePage.module.css";
import { codeOf, throttled } from "./refusals";
import "./texts";

export function PasswordCard() {
  const { t } = useTranslation("profile");
  const queries = useQueryClient();
  const { least } = CHANGE_PASSWORD_NEW_PASSWORD;
  const form = useForm({
    start: { old_password: "", new_password: "" },
    rules: {
      old_password: (password) => (password === "" ? t("needPassword") : null),
      new_password: (password) =>
        characters(password) < least ? t("passwordShort", { count: least }) : null,
    },
    send: (body) => unwrap(api.PUT("/v1/me/password", { body })),
    onSent() {
      toast(t("passwordChanged"));
      void queries.invalidateQueries({ queryKey: ME });
    },
    onFailed(error) {
      if (codeOf(error) === "wrong_password") {
        form.focus("old_password", { select: true });
        return t("wrongPassword");
      }
      if (codeOf(error) === "unchanged") return t("samePassword");
      return throttled(error, t);
    },
  });
  return (
    <Card sub title={t("password")}>
      <p className={classes.lead}>{t("passwordEffect")}</p>
      <Form of={form} submit={t("changePassword")} aside={false} guarded={false}>
        <PasswordField
          of={form}
          name="old_password"
          label={t("oldPassword")}
          autoComplete="current-password"
        />
        <PasswordField
          of={form}
          name="new_password"
          label={t("newPassword")}
          help={t("passwordRule", { count: least })}
          autoComplete="new-password"
        />
      </Form>
    </Card>
  );
}
