/** The second step of signing in: whether it is on, setting it up, and turning it off. */
import { Button } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/api/client";
import { Card } from "@/components/Page";
import { toast } from "@/components/toasts";
import { Form } from "@/kit/form/Form";
import { PasswordField } from "@/kit/form/PasswordField";
import { useForm } from "@/kit/form/useForm";
import { isConflict } from "@/kit/record/useAct";
import { ME } from "./me";
import classes from "./ProfilePage.module.css";
import { codeOf, throttled } from "./refusals";
import "./texts";

const SetUp = lazy(() => import("./SetUpSecondStep"));

export function SecondStepCard({ on }: { on: boolean }) {
  const { t } = useTranslation("profile");
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);

  function close() {
    setOpen(false);
    void queries.invalidateQueries({ queryKey: ME });
  }

  return (
    <Card sub title={t("secondStep")}>
      {!open && (
        <>
          <p className={classes.lead}>{t("secondLead")}</p>
          <div className={classes.row}>
            <span className={classes.name}>{on ? t("secondOn") : t("secondOff")}</span>
            <Button variant="default" onClick={() => setOpen(true)}>
              {on ? t("turnOff") : t("setUp")}
            </Button>
          </div>
        </>
      )}
      {open && on && <TurnOff onClose={close} />}
      {open && !on && (
        <Suspense fallback={null}>
          <SetUp onClose={close} />
        </Suspense>
      )}
    </Card>
  );
}

function TurnOff({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("profile");
  const form = useForm({
    start: { password: "" },
    rules: { password: (password) => (password === "" ? t("needPassword") : null) },
    send: ({ password }) => unwrap(api.DELETE("/v1/me/totp", { body: { password } })),
    onSent() {
      toast(t("turnedOff"));
      onClose();
    },
    onFailed(error) {
      form.focus("password", { select: true });
      if (codeOf(error) === "wrong_password") return t("wrongPassword");
      return isConflict(error) ? t("secondGone") : throttled(error, t);
    },
  });
  return (
    <Form of={form} submit={t("turnOff")} onCancel={onClose} aside={false} guarded={false} danger>
      <p className={classes.lead}>{t("turnOffLead")}</p>
      <PasswordField
        of={form}
        name="password"
        label={t("setUpPassword")}
        autoComplete="current-password"
        autoFocus
      />
    </Form>
  );
}
