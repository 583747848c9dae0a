/** Fields of a role that a person is given: the role, and the queues of an agent. */
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useQueues } from "@/context/company";
import { CheckField } from "@/kit/form/CheckField";
import { SelectField } from "@/kit/form/SelectField";
import type { Fields } from "@/kit/form/useFields";
import { type GivenRole, hasQueues } from "./roles";
import "./texts";

export interface RoleValues {
  role: GivenRole;
  queue_ids: string[];
}

interface Props<V extends RoleValues> {
  of: Fields<V>;
  roles: readonly GivenRole[];
  /** Whether the roles are those of a partner company. */
  partner?: boolean;
  help?: ReactNode;
}

export function RoleFields<V extends RoleValues>({ of, roles, partner = false, help }: Props<V>) {
  const { t } = useTranslation("people");
  const asksQueues = hasQueues(of.values.role);
  const queues = useQueues(asksQueues);
  return (
    <>
      <SelectField
        of={of}
        name="role"
        label={t("role")}
        help={help}
        data={roles.map((role) => ({
          value: role,
          label: partner && role === "manager" ? t("partnerManager") : t(`roles.${role}`),
        }))}
      />
      {asksQueues && (
        <CheckField
          of={of}
          name="queue_ids"
          label={t("queues")}
          help={t("queuesHelp")}
          choices={queues.data?.items.map(({ id, name }) => ({ value: id, label: name })) ?? []}
        />
      )}
    </>
  );
}
