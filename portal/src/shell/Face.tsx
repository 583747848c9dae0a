/** One face of the portal: its shell around its pages, or that the hat that is on does not belong here. */
import { Button } from "@mantine/core";
import { Outlet } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { wearHat } from "@/api/session";
import type { Face as FaceName } from "@/api/types";
import { Forbidden, Missing } from "@/components/states";
import { useSession } from "@/context/session";
import { Shell } from "./Shell";

export function Face() {
  return (
    <Shell>
      <Outlet />
    </Shell>
  );
}

/** Page for an address that belongs to no face. */
export function NoPage() {
  return (
    <Shell>
      <Missing page />
    </Shell>
  );
}

/** Page for an address of a face that the current hat does not have. */
export function NotThisHat({ face }: { face: FaceName }) {
  const { hats } = useSession();
  const { t } = useTranslation();
  const fitting = hats.find((one) => one.kind === face);
  return (
    <Shell>
      <Forbidden page>
        {fitting && (
          <Button onClick={() => void wearHat(fitting.id, { stay: true })}>
            {t("nav.switchHat")}: {fitting.label}
          </Button>
        )}
      </Forbidden>
    </Shell>
  );
}
