/** People: an administrator invites colleagues. */
import { Button, Checkbox, NativeSelect, TextInput } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { type FormEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { NEW_INVITATION_EMAIL, NEW_INVITATION_NAME } from "@/api/limits";
import { ProblemError, problemKey } from "@/api/problem";
import type { Person } from "@/api/types";
import { Card, Page } from "@/components/Page";
import { QueryResult } from "@/components/states";
import { toast } from "@/components/toasts";
import { useQueues } from "@/features/tickets/api";
import { Allowed } from "@/shell/Allowed";
import { useInvite } from "./api";
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
                  <span className={classes.status}>{t(`statuses.${person.status}`)}</span>
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

/** Who is there, as far as queues tell. */
function Agents() {
  const { t } = useTranslation("people");
  const queues = useQueues();
  return (
    <Card title={t("agents")}>
      <QueryResult query={queues}>
        {({ items }) => (
          <dl className={classes.queues}>
            {items.map(({ id, name, agents }) => (
              <div key={id}>
                <dt>{name}</dt>
                <dd>
                  {agents.length === 0 && t("noAgents")}
                  {agents.map((agent, index) => (
                    <span key={agent.id}>
                      {index > 0 && ", "}
                      <Link to="/staff/people/$id" params={{ id: agent.id }}>
                        {agent.name}
                      </Link>
                    </span>
                  ))}
                </dd>
              </div>
            ))}
          </dl>
        )}
      </QueryResult>
    </Card>
  );
}

interface Values {
  name: string;
  email: string;
  role: InvitedRole;
  queues: string[];
}

const NOBODY: Values = { name: "", email: "", role: "agent", queues: [] };
type Errors = Partial<Record<"name" | "email" | "queues", string>>;

function InviteForm({ onSent }: { onSent: (person: Person) => void }) {
  const { t } = useTranslation("people");
  const { t: common } = useTranslation();
  const queues = useQueues();
  const [values, setValues] = useState(NOBODY);
  const [errors, setErrors] = useState<Errors>({});
  const nameBox = useRef<HTMLInputElement>(null);
  const emailBox = useRef<HTMLInputElement>(null);
  const queueBox = useRef<HTMLInputElement>(null);
  const invite = useInvite(
    (person) => {
      setValues(NOBODY);
      toast(t("sent", { name: person.name }));
      onSent(person);
      nameBox.current?.focus();
    },
    (error) => {
      const fields = error instanceof ProblemError ? error.fields : [];
      const of = (name: string) => fields.find(({ pointer }) => pointer === `/${name}`)?.detail;
      const found: Errors = { name: of("name"), email: of("email") };
      setErrors(found);
      if (found.name) nameBox.current?.focus();
      else if (found.email) emailBox.current?.focus();
      else toast(fields[0]?.detail ?? common(problemKey(error)), "error");
    },
  );

  function set(part: Partial<Values>) {
    setValues((all) => ({ ...all, ...part }));
    setErrors((all) => ({
      ...all,
      ...Object.fromEntries(Object.keys(part).map((name) => [name, undefined])),
    }));
  }

  function onSubmit(event: FormEvent) {
    event.preventDefault();
    const { name, email, role } = values;
    const chosen = hasQueues(role) ? values.queues : [];
    const lacks: Errors = {
      name: name.trim() === "" ? t("needName") : undefined,
      email: email.trim() === "" ? t("needEmail") : undefined,
      queues: hasQueues(role) && chosen.length === 0 ? t("needQueue") : undefined,
    };
    setErrors(lacks);
    if (lacks.name) return nameBox.current?.focus();
    if (lacks.email) return emailBox.current?.focus();
    if (lacks.queues) return queueBox.current?.focus();
    invite.mutate({ name, email: email.trim(), hats: [{ kind: kindOf(role), role, queue_ids: chosen }] });
  }

  return (
    <form onSubmit={onSubmit} noValidate className={classes.form}>
      <TextInput
        ref={nameBox}
        label={t("name")}
        autoComplete="off"
        maxLength={NEW_INVITATION_NAME.most}
        value={values.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
        error={errors.name}
      />
      <TextInput
        ref={emailBox}
        label={t("email")}
        description={t("emailHelp")}
        type="email"
        autoComplete="off"
        maxLength={NEW_INVITATION_EMAIL.most}
        value={values.email}
        onChange={(event) => set({ email: event.currentTarget.value })}
        error={errors.email}
      />
      <NativeSelect
        label={t("role")}
        value={values.role}
        onChange={(event) => set({ role: event.currentTarget.value as InvitedRole })}
        data={INVITED.map((role) => ({ value: role, label: t(`roles.${role}`) }))}
      />
      {hasQueues(values.role) && (
        <Checkbox.Group
          label={t("queues")}
          description={t("queuesHelp")}
          value={values.queues}
          onChange={(chosen) => set({ queues: chosen })}
          error={errors.queues}
        >
          <div className={classes.choices}>
            {queues.data?.items.map(({ id, name }, index) => (
              <Checkbox key={id} ref={index === 0 ? queueBox : undefined} value={id} label={name} />
            ))}
          </div>
        </Checkbox.Group>
      )}
      <div className={classes.end}>
        <Button type="submit" loading={invite.isPending}>
          {t("send")}
        </Button>
      </div>
    </form>
  );
}
