/** That a person is sent no mail and why, and for an administrator the way to have it sent again. */
import { Button, Text } from "@mantine/core";
import { IconMailOff } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, ifMatch, unwrap } from "@/api/client";
import { ProblemError, problemKey } from "@/api/problem";
import type { Person } from "@/api/types";
import { Callout } from "@/components/Callout";
import { toast } from "@/components/toasts";
import { When } from "@/components/When";
import { useMay } from "@/context/home";
import { personKey } from "./api";
import "./texts";

export function MailStop({ person }: { person: Person }) {
  const { t } = useTranslation("people");
  const { t: common } = useTranslation();
  const may = useMay();
  const queries = useQueryClient();
  const again = useMutation({
    mutationFn: () =>
      unwrap(
        api.PATCH("/v1/people/{id}", {
          params: { path: { id: person.id }, header: ifMatch(person.version) },
          body: { mail: "again" },
        }),
      ),
    onSuccess: (saved) => {
      queries.setQueryData(personKey(person.id), saved);
      toast(t("mailAgain", { name: person.name }));
    },
    onError: (error) => {
      const stale = error instanceof ProblemError && error.status === 412;
      if (stale) void queries.invalidateQueries({ queryKey: personKey(person.id) });
      toast(stale ? t("stale") : common(problemKey(error)), "error");
    },
  });

  const stopped = person.mail_stopped;
  if (!stopped) return null;
  return (
    <Callout tint="attention" icon={IconMailOff} title={t("mailStopped", { name: person.name })}>
      <Text size="sm">
        {t(`mailStops.${stopped.reason}`)} <When at={stopped.since} focusable />
      </Text>
      {may("change_person") && (
        <Button variant="default" size="xs" loading={again.isPending} onClick={() => again.mutate()}>
          {t("sendAgain")}
        </Button>
      )}
    </Callout>
  );
}
