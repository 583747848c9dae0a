/** One person: how to reach them, their roles, and for an administrator whether they may sign in. */
import { Button, Text } from "@mantine/core";
import { IconMailForward } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, ifMatch, unwrap } from "@/api/client";
import { ProblemError, problemKey } from "@/api/problem";
import type { Person } from "@/api/types";
import { Callout } from "@/components/Callout";
import { Dialog } from "@/components/Dialog";
import { Card, Page } from "@/components/Page";
import { QueryResult } from "@/components/states";
import { toast } from "@/components/toasts";
import { useMay } from "@/context/home";
import { useSession } from "@/context/session";
import { Fact, Facts } from "@/features/tickets/Properties";
import { onceMore, personKey, useInvite, usePerson } from "./api";
import { MailStop } from "./MailStop";
import classes from "./PersonPage.module.css";
import "./texts";

export default function PersonPage() {
  const { id } = useParams({ from: "/staff/people/$id" });
  const person = usePerson(id);
  return (
    <QueryResult query={person} page>
      {(found) => <PersonRecord person={found} />}
    </QueryResult>
  );
}

/** What is said when a switch was thrown; whoever has not joined yet can do so again. */
const ENABLED = { active: "enabled", invited: "awaited", disabled: "disabled" } as const;

function PersonRecord({ person }: { person: Person }) {
  const { t } = useTranslation("people");
  const may = useMay();
  return (
    <Page
      title={person.name}
      subtitle={t(`statuses.${person.status}`)}
      actions={may("change_person") && <SignInSwitch person={person} />}
    >
      <MailStop person={person} />
      {person.status === "invited" && may("invite_person") && <InviteAgain person={person} />}
      <div className={classes.columns}>
        <Card title={t("title")}>
          <Facts>
            <Fact name={t("email")}>
              <a href={`mailto:${person.email}`}>{person.email}</a>
            </Fact>
            <Fact name={t("phone")}>{person.phone || t("noPhone")}</Fact>
            <Fact name={t("status")}>{t(`statuses.${person.status}`)}</Fact>
          </Facts>
        </Card>
        <Card title={t("hats")}>
          <ul className={classes.hats}>
            {person.hats.map((one) => (
              <li key={one.id}>{one.label}</li>
            ))}
          </ul>
        </Card>
      </div>
      {may("list_touches", "all") && (
        <p>
          <Link to="/staff/touches" search={{ person: person.id }}>
            {t("touches")}
          </Link>
        </p>
      )}
    </Page>
  );
}

function InviteAgain({ person }: { person: Person }) {
  const { t } = useTranslation("people");
  const { t: common } = useTranslation();
  const invite = useInvite(
    ({ name }) => toast(t("sentAgain", { name })),
    (error) => {
      const detail = error instanceof ProblemError ? error.fields[0]?.detail : undefined;
      toast(detail ?? common(problemKey(error)), "error");
    },
  );
  const queries = useQueryClient();
  /** What another administrator has changed meanwhile is looked at first, not undone. */
  async function again() {
    const key = personKey(person.id);
    await queries.invalidateQueries({ queryKey: key });
    const now = queries.getQueryData<Person>(key);
    if (now?.version === person.version) invite.mutate(onceMore(person));
    else toast(t("stale"), "error");
  }
  return (
    <div className={classes.note}>
      <Callout tint="info" icon={IconMailForward}>
        <div className={classes.invited}>
          <Text size="sm">{t("invitedNote", { name: person.name })}</Text>
          <Button variant="default" size="xs" loading={invite.isPending} onClick={again}>
            {t("again")}
          </Button>
        </div>
      </Callout>
    </div>
  );
}

function SignInSwitch({ person }: { person: Person }) {
  const { t } = useTranslation("people");
  const { t: common } = useTranslation();
  const session = useSession();
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const name = person.name;
  const change = useMutation({
    mutationFn: (status: "active" | "disabled") =>
      unwrap(
        api.PATCH("/v1/people/{id}", {
          params: { path: { id: person.id }, header: ifMatch(person.version) },
          body: { status },
        }),
      ),
    onSuccess: (saved) => {
      queries.setQueryData(personKey(person.id), saved);
      setAsking(false);
      toast(t(ENABLED[saved.status], { name }));
    },
    onError: (error) => {
      setAsking(false);
      const stale = error instanceof ProblemError && error.status === 412;
      if (stale) void queries.invalidateQueries({ queryKey: personKey(person.id) });
      toast(stale ? t("stale") : common(problemKey(error)), "error");
    },
  });

  if (person.id === session.person.id) return <Text size="sm">{t("own")}</Text>;
  if (person.status === "disabled") {
    return (
      <Button loading={change.isPending} onClick={() => change.mutate("active")}>
        {t("enable")}
      </Button>
    );
  }
  return (
    <>
      <Button variant="default" onClick={() => setAsking(true)}>
        {t("disable")}
      </Button>
      {asking && (
        <Dialog onClose={() => setAsking(false)} title={t("disableTitle", { name })}>
          <Text size="sm">{t("disableText", { name })}</Text>
          <div className={classes.end}>
            <Button variant="default" onClick={() => setAsking(false)}>
              {common("act.cancel")}
            </Button>
            <Button color="red.9" loading={change.isPending} onClick={() => change.mutate("disabled")}>
              {t("disable")}
            </Button>
          </div>
        </Dialog>
      )}
    </>
  );
}
