/** Note that a person is sent no mail, with the reason; an administrator can have mail sent again. */
import { Text } from "@mantine/core";
import { IconMailOff } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import type { Person } from "@/api/types";
import { Callout } from "@/components/Callout";
import { When } from "@/components/When";
import { useMay } from "@/context/home";
import { personKey } from "@/context/person";
import { Actions } from "@/kit/record/Actions";
import { useAct } from "@/kit/record/useAct";
import "./texts";

export function MailStop({ person }: { person: Person }) {
  const { t } = useTranslation("people");
  const may = useMay();
  const { id, name, mail_stopped: stopped } = person;
  const act = useAct(person, { key: personKey(id), stale: t("stale") });
  if (!stopped) return null;
  return (
    <Callout tint="attention" icon={IconMailOff} title={t("mailStopped", { name })}>
      <Text size="sm">
        {t(`mailStops.${stopped.reason}`)} <When at={stopped.since} focusable />
      </Text>
      <Actions
        size="xs"
        allowed={may("change_person") ? ["again"] : []}
        act={act}
        actions={[
          {
            name: "again",
            label: t("sendAgain"),
            send: (header) =>
              api.PATCH("/v1/people/{id}", { params: { path: { id }, header }, body: { mail: "again" } }),
            done: t("mailAgain", { name }),
          },
        ]}
      />
    </Callout>
  );
}
