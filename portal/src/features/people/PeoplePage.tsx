/** Page of the company's people, on which an administrator invites colleagues. */
import { useQueryClient } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { unwrap } from "@/api/client";
import { NEW_INVITATION_EMAIL, NEW_INVITATION_NAME } from "@/api/limits";
import type { Person } from "@/api/types";
import { Card, Page } from "@/components/Page";
import { Status } from "@/components/Status";
import { toast } from "@/components/toasts";
import { useQueues } from "@/context/company";
import { personKey } from "@/context/person";
import { LANGUAGE_NAMES, LANGUAGES, type Language, languageOf } from "@/i18n/language";
import { Allowed } from "@/kit/Allowed";
import { CheckField } from "@/kit/form/CheckField";
import { Form } from "@/kit/form/Form";
import { text } from "@/kit/form/rules";
import { SelectField } from "@/kit/form/SelectField";
import { TextField } from "@/kit/form/TextField";
import { useForm } from "@/kit/form/useForm";
import { RowLink } from "@/kit/list/DataTable";
import { Filters, Words } from "@/kit/list/filters";
import { List, ListTools } from "@/kit/list/ListPage";
import { useListing } from "@/kit/list/useListing";
import { type Agent, agentsOf } from "./agents";
import { invite } from "./api";
import classes from "./PeoplePage.module.css";
import { hasQueues, INVITED, type InvitedRole, kindOf } from "./roles";
import "./texts";

export default function PeoplePage() {
  return (
    <Allowed action="invite_person">
      <Inviting />
    </Allowed>
  );
}

function Inviting() {
  const { t } = useTranslation("people");
  const [sent, setSent] = useState<Person[]>([]);
  return (
    <Page narrow title={t("area")} subtitle={t("areaLead")}>
      <div className={classes.stack}>
        <Card title={t("invite")}>
          <InviteForm
            onSent={(person) => setSent((all) => [person, ...all.filter(({ id }) => id !== person.id)])}
          />
        </Card>
        {sent.length > 0 && (
          <Card title={t("sentTitle")}>
            <ul className={classes.sent}>
              {sent.map((person) => (
                <li key={person.id}>
                  <Link to="/staff/people/$id" params={{ id: person.id }}>
                    {person.name}
                  </Link>{" "}
                  <Status plain state={person.status} label={t(`statuses.${person.status}`)} />
                </li>
              ))}
            </ul>
          </Card>
        )}
        <Agents />
      </div>
    </Page>
  );
}

/** List of the agents that work on a queue. */
function Agents() {
  const { t } = useTranslation("people");
  const search = useSearch({ from: "/staff/people" });
  const queues = useQueues().data?.items;
  const wanted = search.q?.toLowerCase() ?? "";
  const list = useListing({
    key: ["queues", "agents", queues],
    search,
    // All agents are here already: nothing is asked of the server.
    ask: queues
      ? async () => ({ items: agentsOf(queues).filter(({ name }) => name.toLowerCase().includes(wanted)) })
      : null,
  });
  const columns = [
    {
      key: "name",
      title: t("name"),
      heading: true,
      sort: ({ name }: Agent) => name,
      csv: ({ name }: Agent) => name,
      cell: ({ id, name }: Agent) => (
        <RowLink to="/staff/people/$id" params={{ id }}>
          {name}
        </RowLink>
      ),
    },
    {
      key: "queues",
      title: t("queues"),
      sort: (agent: Agent) => agent.queues.join(),
      csv: (agent: Agent) => agent.queues.join(", "),
      cell: (agent: Agent) => agent.queues.join(", "),
    },
  ];
  return (
    <Card title={t("agents")}>
      <Filters
        ends={
          <>
            <Words
              of={list}
              name="q"
              label={t("find")}
              region={t("find")}
              placeholder={t("find")}
              act={t("findAct")}
              most={NEW_INVITATION_NAME.most}
            />
            <ListTools
              list={list}
              views="people"
              file="people"
              columns={columns.map(({ title, csv }) => ({ title, value: csv }))}
            />
          </>
        }
      />
      <List list={list} label={t("agents")} dense empty={<p>{t("noAgents")}</p>} columns={columns} />
    </Card>
  );
}

interface Values {
  name: string;
  email: string;
  role: InvitedRole;
  queue_ids: string[];
  locale: Language;
}

function InviteForm({ onSent }: { onSent: (person: Person) => void }) {
  const { t, i18n } = useTranslation("people");
  const queues = useQueues();
  const client = useQueryClient();
  const form = useForm<Values, Person>({
    start: { name: "", email: "", role: "agent", queue_ids: [], locale: languageOf(i18n.language) },
    rules: {
      name: text(NEW_INVITATION_NAME, { required: t("needName") }),
      email: text(NEW_INVITATION_EMAIL, { required: t("needEmail") }),
      queue_ids: (chosen, { role }) => (hasQueues(role) && chosen.length === 0 ? t("needQueue") : null),
    },
    send({ name, email, role, queue_ids, locale }, { key }) {
      const hats = [{ kind: kindOf(role), role, queue_ids: hasQueues(role) ? queue_ids : [] }];
      return unwrap(invite({ name: name.trim(), email: email.trim(), hats, locale }, key));
    },
    onSent(person) {
      client.setQueryData(personKey(person.id), person);
      toast(t("sent", { name: person.name }));
      onSent(person);
      form.focus("name");
    },
  });
  return (
    <Form of={form} submit={t("send")}>
      <TextField of={form} name="name" label={t("name")} autoComplete="off" />
      <TextField
        of={form}
        name="email"
        label={t("email")}
        help={t("emailHelp")}
        type="email"
        autoComplete="off"
      />
      <SelectField
        of={form}
        name="role"
        label={t("role")}
        data={INVITED.map((role) => ({ value: role, label: t(`roles.${role}`) }))}
      />
      {hasQueues(form.values.role) && (
        <CheckField
          of={form}
          name="queue_ids"
          label={t("queues")}
          help={t("queuesHelp")}
          choices={queues.data?.items.map(({ id, name }) => ({ value: id, label: name })) ?? []}
        />
      )}
      <SelectField
        of={form}
        name="locale"
        label={t("language")}
        help={t("languageHelp")}
        data={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
      />
    </Form>
  );
}
