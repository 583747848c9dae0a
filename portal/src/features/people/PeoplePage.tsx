/** People with any hat: finding them, inviting one, and deciding who may sign in. */
import { Button } from "@mantine/core";
import { IconUsers } from "@tabler/icons-react";
import { Link, useSearch } from "@tanstack/react-router";
import { lazy } from "react";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/api/client";
import { LIST_PEOPLE_Q } from "@/api/limits";
import type { PersonSummary } from "@/api/types";
import { Status } from "@/components/Status";
import { useServerWords } from "@/components/useServerWords";
import { useMay } from "@/context/home";
import type { SendRow } from "@/kit/list/acts";
import { RowLink } from "@/kit/list/DataTable";
import { Select, Words } from "@/kit/list/filters";
import { ListPage } from "@/kit/list/ListPage";
import { type Asked, useListing } from "@/kit/list/useListing";
import { ConfirmDialog } from "@/kit/record/ActDialog";
import { becomes } from "./api";
import "./texts";

const InviteDialog = lazy(() => import("./InviteDialog"));
const DisableMany = lazy(() => import("./DisableMany"));

/** Row of a person who is yet to be invited. */
const NEW: PersonSummary = {
  id: "",
  version: 0,
  name: "",
  email: "",
  status: "invited",
  hats: [],
  allowed: [],
};

const enable: SendRow<PersonSummary> = ({ id }) => becomes(id, "active");
const disable: SendRow<PersonSummary> = ({ id }) => becomes(id, "disabled");

/** Name of the account or partner company that the list is of, if its first person tells. */
function organisationOf(rows: readonly PersonSummary[] = [], account?: string, partner?: string) {
  const hats = rows.flatMap((person) => person.hats);
  return hats.find(({ account_id, partner_id }) =>
    account ? account_id === account : partner !== undefined && partner_id === partner,
  )?.organisation;
}

export default function PeoplePage() {
  const { t } = useTranslation("people");
  const may = useMay();
  const words = useServerWords();
  const search = useSearch({ from: "/staff/people" });
  const { q, kind, status, account, partner } = search;
  const ask = (page: Asked) =>
    unwrap(api.GET("/v1/people", { params: { query: { q, kind, status, account, partner, ...page } } }));
  const list = useListing({ key: ["people"], needs: "list_people", search, ask });
  const of = account || partner;
  const organisation = organisationOf(list.query.data?.items, account, partner);
  const filtered = Boolean(q || kind || status || of);
  return (
    <ListPage
      title={t("area")}
      subtitle={of ? t("areaOf", { organisation: organisation ?? t("oneOrganisation") }) : t("areaLead")}
      actions={
        <>
          {of && (
            <Button variant="default" onClick={() => list.set({ account: undefined, partner: undefined })}>
              {t("showEverybody")}
            </Button>
          )}
          {may("invite_person") && (
            <Button
              variant="default"
              renderRoot={(root) => (
                <Link to="/staff/people/invite" search={account ? { account } : {}} {...root} />
              )}
            >
              {t("inviteMany")}
            </Button>
          )}
        </>
      }
      filters={
        <>
          <Select
            of={list}
            name="kind"
            label={t("kind")}
            choices={{ "": t("anyKind"), ...t("kinds", { returnObjects: true }) }}
          />
          <Select
            of={list}
            name="status"
            label={t("status")}
            choices={{ "": t("anyStatus"), ...t("statuses", { returnObjects: true }) }}
          />
        </>
      }
      find={
        <Words
          of={list}
          name="q"
          label={t("find")}
          region={t("find")}
          placeholder={t("findHint")}
          act={t("findAct")}
          most={LIST_PEOPLE_Q.most}
        />
      }
      views="people"
      file="people"
      list={list}
      label={t("area")}
      nameOf={({ name }) => name}
      refreshes={[["person"]]}
      fresh={may("invite_person") && NEW}
      allowed={({ id, allowed }) => (id ? allowed : ["invite"])}
      acts={[
        {
          name: "invite",
          label: t("invite"),
          dialog: (asked) => (
            <InviteDialog
              {...asked}
              account={account ? { id: account, name: organisation ?? t("oneOrganisation") } : undefined}
            />
          ),
        },
        { name: "enable", label: t("enable"), send: enable, done: ({ name }) => t("enabledNow", { name }) },
        {
          name: "disable",
          label: t("disableAct"),
          dialog: ({ row, act, onClose }) => (
            <ConfirmDialog
              act={act}
              danger
              title={t("disableTitle", { name: row.name })}
              submit={t("disable")}
              send={disable(row)}
              done={t("disabled", { name: row.name })}
              undo={enable(row)}
              onClose={onClose}
            >
              {t("disableText", { name: row.name })}
            </ConfirmDialog>
          ),
          many: ({ rows, begin, onClose }) => (
            <DisableMany people={rows} onClose={onClose} onSend={() => begin(disable)} />
          ),
        },
      ]}
      empty={{
        icon: IconUsers,
        title: t(filtered ? "noneFound" : "none"),
        text: t(filtered ? "noneFoundText" : "noneText"),
      }}
      columns={[
        {
          key: "name",
          title: t("name"),
          heading: true,
          csv: ({ name }) => name,
          cell: ({ id, name }) => (
            <RowLink to="/staff/people/$id" params={{ id }}>
              {name}
            </RowLink>
          ),
        },
        { key: "email", title: t("email"), csv: ({ email }) => email, cell: ({ email }) => email },
        {
          key: "hats",
          title: t("hats"),
          csv: ({ hats }) => hats.map(words.hat).join("; "),
          cell: ({ hats }) => hats.map(words.hat).join("; "),
        },
        {
          key: "status",
          title: t("status"),
          bare: "end",
          csv: (person) => t(`statuses.${person.status}`),
          cell: (person) => <Status plain state={person.status} label={t(`statuses.${person.status}`)} />,
        },
      ]}
    />
  );
}
