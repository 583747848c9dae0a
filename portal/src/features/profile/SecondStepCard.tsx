/** The second step of signing in: whether it is on, setting it up, new recovery codes, and turning it off. */
import { Button } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/api/client";
import { Card } from "@/components/Page";
import { toast } from "@/components/toasts";
import { ME } from "./me";
import classes from "./ProfilePage.module.css";
import "./texts";

const SetUp = lazy(() => import("./SetUpSecondStep"));
const NewCodes = lazy(() => import("./NewRecoveryCodes"));
const ByCodeOfApp = lazy(() => import("./ByCodeOfApp"));

export function SecondStepCard({ on }: { on: boolean }) {
  const { t } = useTranslation("profile");
  const queries = useQueryClient();
  const [open, setOpen] = useState<"setUp" | "turnOff" | "newCodes" | null>(null);

  function close() {
    setOpen(null);
    void queries.invalidateQueries({ queryKey: ME });
  }

  return (
    <Card sub title={t("secondStep")}>
      {!open && (
        <>
          <p className={classes.lead}>{t("secondLead")}</p>
          <div className={classes.row}>
            <span className={classes.name}>{on ? t("secondOn") : t("secondOff")}</span>
            {on ? (
              <div className={classes.acts}>
                <Button variant="default" onClick={() => setOpen("newCodes")}>
                  {t("newCodes")}
                </Button>
                <Button variant="default" onClick={() => setOpen("turnOff")}>
                  {t("turnOff")}
                </Button>
              </div>
            ) : (
              <Button variant="default" onClick={() => setOpen("setUp")}>
                {t("setUp")}
              </Button>
            )}
          </div>
        </>
      )}
      <Suspense fallback={null}>
        {open === "setUp" && <SetUp onClose={close} />}
        {open === "newCodes" && <NewCodes onClose={close} />}
        {open === "turnOff" && (
          <ByCodeOfApp
            lead={t("turnOffLead")}
            submit={t("turnOff")}
            danger
            send={(code) => unwrap(api.DELETE("/v1/me/totp", { body: { code } }))}
            onSent={() => {
              toast(t("turnedOff"));
              close();
            }}
            onClose={close}
          />
        )}
      </Suspense>
    </Card>
  );
}
