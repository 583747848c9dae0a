/** The first page of a hat whose portal is not open. */
import { IconDoor } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Note } from "@/parts/states";
import { Shell } from "./Shell";
import { useSession } from "./session";

export function NoPortalYet() {
  const { t } = useTranslation();
  const { hat } = useSession();
  return (
    <Shell>
      <Note
        page
        icon={IconDoor}
        title={t("state.noPortalTitle")}
        text={t("state.noPortalText", { hat: hat.label })}
      />
    </Shell>
  );
}
