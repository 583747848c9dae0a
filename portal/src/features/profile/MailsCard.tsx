/** Mails that one gets, by kind. Mails about signing in are not among them: they always come. */
import { Switch } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, newKey, seen, unwrap } from "@/api/client";
import { problemKey } from "@/api/problem";
import type { MailPreference, Notifications } from "@/api/types";
import { Card } from "@/components/Page";
import { QueryResult } from "@/components/states";
import { toast } from "@/components/toasts";
import { ME } from "./me";
import classes from "./ProfilePage.module.css";
import "./texts";

const NOTIFICATIONS = [...ME, "notifications"];

export function MailsCard() {
  const { t } = useTranslation("profile");
  const query = useQuery({
    queryKey: NOTIFICATIONS,
    queryFn: () => unwrap(api.GET("/v1/me/notifications")),
  });
  return (
    <Card sub title={t("mails")}>
      <QueryResult query={query} lines={4}>
        {(found) => (
          <>
            <p className={classes.lead}>{t("mailsLead")}</p>
            <div className={classes.list}>
              {found.mails.map((mail) => (
                <Choice key={mail.category} mail={mail} version={found.version} />
              ))}
            </div>
          </>
        )}
      </QueryResult>
    </Card>
  );
}

function Choice({ mail: { category, on }, version }: { mail: MailPreference; version: number }) {
  const { t } = useTranslation("profile");
  const { t: common } = useTranslation();
  const queries = useQueryClient();
  const save = useMutation({
    mutationFn: (wanted: boolean) =>
      unwrap(
        api.PUT("/v1/me/notifications", {
          params: { header: seen(version, newKey()) },
          body: { mails: [{ category, on: wanted }] },
        }),
      ),
    onSuccess(saved: Notifications) {
      queries.setQueryData(NOTIFICATIONS, saved);
      // The profile has the same version.
      void queries.invalidateQueries({ queryKey: ME, exact: true });
      toast(t("mailsSaved"));
    },
    onError(error) {
      toast(common(problemKey(error)), "error");
      void queries.invalidateQueries({ queryKey: NOTIFICATIONS });
    },
  });
  const shown = save.isPending ? (save.variables ?? on) : on;
  return (
    <Switch
      checked={shown}
      disabled={save.isPending}
      label={t(`mail.${category}`)}
      // The description is inside the label too, and would be part of the name.
      aria-label={t(`mail.${category}`)}
      description={t(`mailHelp.${category}`)}
      onChange={(event) => save.mutate(event.currentTarget.checked)}
    />
  );
}
