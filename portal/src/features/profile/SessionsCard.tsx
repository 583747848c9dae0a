/** Devices on which one is signed in, and signing out of them. */
import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/api/client";
import { problemKey } from "@/api/problem";
import type { OwnSession } from "@/api/types";
import { Card } from "@/components/Page";
import { QueryResult } from "@/components/states";
import { toast } from "@/components/toasts";
import { When } from "@/components/When";
import { ME } from "./me";
import classes from "./ProfilePage.module.css";
import { useSessions } from "./sessions";
import "./texts";

export function SessionsCard() {
  const { t } = useTranslation("profile");
  const sessions = useSessions();
  return (
    <Card sub title={t("sessions")}>
      <QueryResult query={sessions} lines={3}>
        {(found) => (
          <>
            <p className={classes.lead}>{t("sessionsLead")}</p>
            <ul className={classes.list} aria-label={t("sessions")}>
              {found.map((session) => (
                <SessionRow key={session.id} session={session} />
              ))}
            </ul>
            {found.some((session) => !session.current) && <EndOthers />}
          </>
        )}
      </QueryResult>
    </Card>
  );
}

function useEnding(end: () => Promise<unknown>, done: string) {
  const { t: common } = useTranslation();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: end,
    onSuccess: () => toast(done),
    onError: (error) => toast(common(problemKey(error)), "error"),
    // Ending several counts as a change of the person.
    onSettled: () => queries.invalidateQueries({ queryKey: ME }),
  });
}

function SessionRow({ session }: { session: OwnSession }) {
  const { t } = useTranslation("profile");
  const { id, browser, system, place, current } = session;
  const device = browser && system ? t("deviceOn", { browser, system }) : (browser ?? system);
  const name = device ?? t("unknownDevice");
  const end = useEnding(
    () => unwrap(api.DELETE("/v1/me/sessions/{id}", { params: { path: { id } } })),
    t("sessionEnded", { device: name }),
  );
  return (
    <li className={classes.row}>
      <div>
        <div className={classes.name}>{name}</div>
        <div className={classes.optional}>
          {current ? (
            t("thisDevice")
          ) : (
            <>
              {t("lastUsed")} <When at={session.last_used_at} />
            </>
          )}
          {place && ` · ${t("place", { place })}`}
        </div>
      </div>
      {!current && (
        <Button
          size="compact-sm"
          variant="default"
          aria-label={
            place ? t("endSessionAt", { device: name, place }) : t("endSessionOf", { device: name })
          }
          loading={end.isPending}
          onClick={() => end.mutate()}
        >
          {t("endSession")}
        </Button>
      )}
    </li>
  );
}

function EndOthers() {
  const { t } = useTranslation("profile");
  const end = useEnding(() => unwrap(api.DELETE("/v1/me/sessions")), t("othersEnded"));
  return (
    <Button className={classes.end} variant="default" loading={end.isPending} onClick={() => end.mutate()}>
      {t("endOthers")}
    </Button>
  );
}
