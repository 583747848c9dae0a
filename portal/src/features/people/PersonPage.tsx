/** One person: contact data, roles, and for an administrator whether the person may sign in. */
import { Button, Text } from "@mantine/core";
import { IconMailForward } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, newKey } from "@/api/client";
import { problemKey, SignedOutError } from "@/api/problem";
import { viewAs } from "@/api/session";
import type { Hat, Person } from "@/api/types";
import { Callout } from "@/components/Callout";
import { Fact, Facts } from "@/components/Facts";
import { Card } from "@/components/Page";
import { Status } from "@/components/Status";
import { QueryResult } from "@/components/states";
import { toast } from "@/components/toasts";
import { useServerWords } from "@/components/useServerWords";
import { queuesKey } from "@/context/company";
import { useMay } from "@/context/home";
import { personKey, usePerson } from "@/context/person";
import { useSession } from "@/context/session";
import { laterPart } from "@/kit/feature/later";
import { ConfirmDialog } from "@/kit/record/ActDialog";
import { Actions, Notice } from "@/kit/record/Actions";
import { RecordPage } from "@/kit/record/RecordPage";
import { useAct } from "@/kit/record/useAct";
import { TouchLines } from "@/kit/touches/TouchLines";
import { becomes, invite, onceMore } from "./api";
import { MailStop } from "./MailStop";
import classes from "./PersonPage.module.css";
import "./texts";

const HatsDialog = laterPart(() => import("./HatsDialog"), "HatsDialog");

export default function PersonPage() {
  const { id } = useParams({ from: "/staff/people/$id" });
  const person = usePerson(id);
  return (
    <QueryResult query={person} page>
      {(found) => <PersonRecord person={found} />}
    </QueryResult>
  );
}

/** Text after sign-in was enabled. A person who has not joined yet can do so again. */
const ENABLED = { active: "enabled", invited: "awaited", disabled: "disabled" } as const;

function PersonRecord({ person }: { person: Person }) {
  const { t } = useTranslation("people");
  const may = useMay();
  const words = useServerWords();
  return (
    <RecordPage
      id={person.id}
      back={{ label: t("area"), to: "/staff/people" }}
      title={person.name}
      state={<Status state={person.status} label={t(`statuses.${person.status}`)} />}
      acts={may("change_person") && <SignInActs person={person} />}
      notice={
        <>
          <MailStop person={person} />
          {person.status === "invited" && may("invite_person") && <InviteAgain person={person} />}
        </>
      }
      properties={
        <Facts>
          <Fact name={t("email")}>
            <a href={`mailto:${person.email}`}>{person.email}</a>
          </Fact>
          <Fact name={t("phone")}>{person.phone || t("noPhone")}</Fact>
        </Facts>
      }
      touches={
        may("list_touches", "all") && (
          <>
            <TouchLines of={{ person: person.id }} most={8} />
            <Link to="/staff/touches" search={{ person: person.id }} className={classes.link}>
              {t("touches")}
            </Link>
          </>
        )
      }
    >
      <Card title={t("hats")}>
        <ul className={classes.hats}>
          {person.hats.map((one) => (
            <li key={one.id} className={classes.hat}>
              <span>{words.hat(one)}</span>
              {one.account_id && may("list_people") && (
                <Link to="/staff/people" search={{ account: one.account_id }}>
                  {t("ofAccount", { organisation: one.organisation })}
                </Link>
              )}
              {person.allowed.includes("view_as") && <ViewAs person={person} hat={one} />}
            </li>
          ))}
        </ul>
        {person.allowed.includes("view_as") && (
          <Text size="sm" c="dimmed">
            {t("viewAsHelp", { name: person.name })}
          </Text>
        )}
        <ChangeHats person={person} />
      </Card>
    </RecordPage>
  );
}

/** Button that opens the dialog of the hats, where the server allows other ones. */
function ChangeHats({ person }: { person: Person }) {
  const { t } = useTranslation("people");
  // The agents of the queues follow the hats.
  const refreshes = [["people"], queuesKey];
  const act = useAct(person, { key: personKey(person.id), refreshes, stale: t("stale") });
  return (
    <Actions
      size="xs"
      allowed={person.allowed}
      act={act}
      actions={[
        {
          name: "change_hats",
          label: t("changeHats"),
          dialog: (close) => <HatsDialog person={person} act={act} onClose={close} />,
        },
      ]}
    />
  );
}

/** Button that shows the portal as the person sees it in a hat. */
function ViewAs({ person, hat }: { person: Person; hat: Hat }) {
  const { t } = useTranslation("people");
  const { t: common } = useTranslation();
  const words = useServerWords();
  const [busy, setBusy] = useState(false);
  async function look() {
    setBusy(true);
    try {
      await viewAs(person.id, hat.id);
    } catch (error) {
      setBusy(false);
      if (!(error instanceof SignedOutError)) toast(common(problemKey(error)), "error");
    }
  }
  return (
    <Button
      variant="default"
      size="compact-sm"
      loading={busy}
      aria-label={t("viewAsHat", { hat: words.hat(hat) })}
      onClick={() => void look()}
    >
      {t("viewAs")}
    </Button>
  );
}

function InviteAgain({ person }: { person: Person }) {
  const { t } = useTranslation("people");
  const key = personKey(person.id);
  const act = useAct(person, { key, stale: t("stale") });
  const queries = useQueryClient();
  /** Invites the person again, unless another administrator changed the record meanwhile: that is shown first. */
  async function again() {
    await queries.invalidateQueries({ queryKey: key });
    if (queries.getQueryData<Person>(key)?.version !== person.version) return toast(t("stale"), "error");
    act.start("again", () => invite(onceMore(person), newKey()), {
      done: t("sentAgain", { name: person.name }),
    });
  }
  return (
    <div>
      <Notice act={act} />
      <Callout tint="info" icon={IconMailForward}>
        <div className={classes.invited}>
          <Text size="sm">{t("invitedNote", { name: person.name })}</Text>
          <Button variant="default" size="xs" loading={act.pending !== null} onClick={() => void again()}>
            {t("again")}
          </Button>
        </div>
      </Callout>
    </div>
  );
}

function SignInActs({ person }: { person: Person }) {
  const { t } = useTranslation("people");
  const session = useSession();
  const { id, name } = person;
  const act = useAct(person, { key: personKey(id), refreshes: [["people"]], stale: t("stale") });
  if (id === session.person.id) return <Text size="sm">{t("own")}</Text>;
  return (
    <Actions
      allowed={person.allowed}
      act={act}
      primary="enable"
      actions={[
        {
          name: "enable",
          label: t("enable"),
          send: becomes(id, "active"),
          done: (saved: Person) => t(ENABLED[saved.status], { name }),
        },
        {
          name: "disable",
          label: t("disable"),
          dialog: (close) => (
            <ConfirmDialog
              act={act}
              danger
              title={t("disableTitle", { name })}
              submit={t("disable")}
              send={becomes(id, "disabled")}
              done={t("disabled", { name })}
              undo={becomes(id, "active")}
              onClose={close}
            >
              {t("disableText", { name })}
            </ConfirmDialog>
          ),
        },
        {
          name: "remove_second_factor",
          label: t("removeSecondStep"),
          dialog: (close) => (
            <ConfirmDialog
              act={act}
              danger
              title={t("secondStepTitle", { name })}
              submit={t("secondStepSubmit")}
              send={(header) =>
                api.DELETE("/v1/people/{id}/second-factor", { params: { path: { id }, header } })
              }
              done={t("secondStepRemoved", { name })}
              onClose={close}
            >
              {t("secondStepText", { name })}
            </ConfirmDialog>
          ),
        },
      ]}
    />
  );
}
