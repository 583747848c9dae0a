/** Dialog in which somebody is invited: into the company, or into the account that the list is of. */
import { useTranslation } from "react-i18next";
import { NEW_INVITATION_EMAIL, NEW_INVITATION_NAME } from "@/api/limits";
import type { PersonSummary } from "@/api/types";
import { LANGUAGE_NAMES, LANGUAGES, type Language, languageOf } from "@/i18n/language";
import { text } from "@/kit/form/rules";
import { SelectField } from "@/kit/form/SelectField";
import { TextField } from "@/kit/form/TextField";
import type { AskedRow } from "@/kit/list/acts";
import { ActDialog } from "@/kit/record/ActDialog";
import { invite } from "./api";
import { RoleFields } from "./RoleFields";
import { CUSTOMERS, hasQueues, type InvitedRole, kindOf, OWN } from "./roles";
import "./texts";

interface Props extends AskedRow<PersonSummary> {
  /** Account that the person is invited into. */
  account: { id: string; name: string } | undefined;
}

interface Values {
  name: string;
  email: string;
  role: InvitedRole;
  queue_ids: string[];
  locale: Language;
}

export default function InviteDialog({ account, act, onClose }: Props) {
  const { t, i18n } = useTranslation("people");
  const roles: readonly InvitedRole[] = account ? CUSTOMERS : OWN;
  const start: Values = {
    name: "",
    email: "",
    role: roles[0] ?? "agent",
    queue_ids: [],
    locale: languageOf(i18n.language),
  };
  return (
    <ActDialog<Values>
      act={act}
      onClose={onClose}
      title={account ? t("inviteInto", { organisation: account.name }) : t("invite")}
      submit={t("send")}
      done={t("sentNow")}
      draft={`invitation-${account?.id ?? "own"}`}
      start={start}
      rules={{
        name: text(NEW_INVITATION_NAME, { required: t("needName") }),
        email: text(NEW_INVITATION_EMAIL, { required: t("needEmail") }),
        queue_ids: (chosen, { role }) => (hasQueues(role) && chosen.length === 0 ? t("needQueue") : null),
      }}
      pointers={{ "hats/0/role": "role", "hats/0/queue_ids": "queue_ids", "hats/0/account_id": "role" }}
      send={({ name, email, role, queue_ids, locale }, key) =>
        () => {
          const own = { kind: kindOf(role), role, queue_ids: hasQueues(role) ? queue_ids : [] };
          const hat = account ? { ...own, account_id: account.id } : own;
          return invite({ name, email, locale, hats: [hat] }, key);
        }}
    >
      {(of) => (
        <>
          <TextField of={of} name="name" label={t("name")} autoComplete="off" data-autofocus />
          <TextField
            of={of}
            name="email"
            label={t("email")}
            help={t("emailHelp")}
            type="email"
            autoComplete="off"
          />
          <RoleFields of={of} roles={roles} help={account ? undefined : t("customersHelp")} />
          <SelectField
            of={of}
            name="locale"
            label={t("language")}
            help={t("languageHelp")}
            data={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
          />
        </>
      )}
    </ActDialog>
  );
}
