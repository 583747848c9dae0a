/** One's own e-mail address, and the dialog that asks for another one. */
import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/api/client";
import { Dialog } from "@/components/Dialog";
import { Card } from "@/components/Page";
import { toast } from "@/components/toasts";
import { Form } from "@/kit/form/Form";
import { PasswordField } from "@/kit/form/PasswordField";
import { TextField } from "@/kit/form/TextField";
import { useForm } from "@/kit/form/useForm";
import classes from "./ProfilePage.module.css";
import { codeOf, throttled } from "./refusals";
import "./texts";

export function EmailCard({ email }: { email: string }) {
  const { t } = useTranslation("profile");
  const [open, setOpen] = useState(false);
  return (
    <Card sub title={t("email")}>
      <p className={classes.lead}>{t("emailHelp")}</p>
      <div className={classes.row}>
        <span className={classes.name}>{email}</span>
        <Button variant="default" onClick={() => setOpen(true)}>
          {t("change")}
        </Button>
      </div>
      {open && <ChangeEmail onClose={() => setOpen(false)} />}
    </Card>
  );
}

function ChangeEmail({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("profile");
  const form = useForm({
    start: { email: "", password: "" },
    rules: {
      email: (email) => (email.trim() === "" ? t("needEmail") : null),
      password: (password) => (password === "" ? t("needPassword") : null),
    },
    async send({ email, password }) {
      const to = email.trim();
      await unwrap(api.POST("/v1/me/email", { body: { email: to, password } }));
      return to;
    },
    onSent(to) {
      toast(t("emailSent", { email: to }));
      onClose();
    },
    onFailed(error) {
      const code = codeOf(error);
      form.focus(code === "wrong_password" ? "password" : "email", { select: true });
      if (code === "wrong_password") return t("wrongPassword");
      if (code === "unchanged") return t("sameEmail");
      return throttled(error, t);
    },
  });
  return (
    <Dialog onClose={onClose} title={t("changeEmail")} size="lg">
      <Form of={form} submit={t("sendLink")} onCancel={onClose} aside={false} guarded={false}>
        <p className={classes.lead}>{t("emailEffect")}</p>
        <TextField
          of={form}
          name="email"
          label={t("newEmail")}
          type="email"
          autoComplete="email"
          data-autofocus
        />
        <PasswordField of={form} name="password" label={t("setUpPassword")} autoComplete="current-password" />
      </Form>
    </Dialog>
  );
}
