/** One face of the portal: its shell, and whether the hat that is on belongs here. */
import { Button } from "@mantine/core";
import { Outlet } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { wearHat } from "@/api/session";
import type { Face as FaceName } from "@/api/types";
import { Forbidden } from "@/parts/states";
import { Shell } from "./Shell";
import { useSession } from "./session";

export function Face({ face }: { face: FaceName }) {
  const { hat, hats } = useSession();
  const { t } = useTranslation();
  if (hat.kind === face) {
    return (
      <Shell>
        <Outlet />
      </Shell>
    );
  }
  const fitting = hats.find((one) => one.kind === face);
  return (
    <Shell>
      <Forbidden page>
        {fitting && (
          <Button onClick={() => void wearHat(fitting.id)}>
            {t("nav.switchHat")}: {fitting.label}
          </Button>
        )}
      </Forbidden>
    </Shell>
  );
}
