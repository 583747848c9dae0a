/** Dialog in which an account is opened or changed. */
import { useTranslation } from "react-i18next";
import { api, once } from "@/api/client";
import {
  OPEN_ACCOUNT_ADDRESS,
  OPEN_ACCOUNT_DELIVERY_ADDRESS,
  OPEN_ACCOUNT_NAME,
  OPEN_ACCOUNT_TERRITORY,
} from "@/api/limits";
import type { Account } from "@/api/types";
import { text } from "@/kit/form/rules";
import { SelectField } from "@/kit/form/SelectField";
import { TextArea } from "@/kit/form/TextArea";
import { TextField } from "@/kit/form/TextField";
import { ActDialog } from "@/kit/record/ActDialog";
import type { Acting } from "@/kit/record/useAct";
import "./texts";

interface Props {
  /** Account to be changed; without it a new one is opened. */
  account?: Account;
  act: Acting;
  onClose: () => void;
}

interface Values {
  name: string;
  plan: Account["plan"];
  territory: string;
  address: string;
  delivery_address: string;
}

const NEW: Values = { name: "", plan: "standard", territory: "", address: "", delivery_address: "" };

function valuesOf({ name, plan, territory, address, delivery_address }: Account): Values {
  return { name, plan, territory, address, delivery_address: delivery_address ?? "" };
}

export default function AccountDialog({ account, act, onClose }: Props) {
  const { t } = useTranslation("accounts");
  const how = account ? "change" : "open";
  // The plan of the company's own people is kept, and cannot be chosen.
  const plans = account?.plan === "internal" ? (["internal"] as const) : (["standard", "premium"] as const);
  return (
    <ActDialog
      act={act}
      onClose={onClose}
      title={t(`${how}.title`, { name: account?.name ?? "" })}
      submit={t(`${how}.submit`)}
      done={t(`${how}.done`)}
      draft={`account-${account?.id ?? ""}`}
      start={account ? valuesOf(account) : NEW}
      rules={{
        name: text(OPEN_ACCOUNT_NAME),
        territory: text(OPEN_ACCOUNT_TERRITORY),
        address: text(OPEN_ACCOUNT_ADDRESS),
        delivery_address: text(OPEN_ACCOUNT_DELIVERY_ADDRESS),
      }}
      {...(account && {
        told: (values: Values) => ({
          name: [t("name"), values.name],
          plan: [t("plan"), t(`plans.${values.plan}`)],
          territory: [t("territory"), values.territory],
          address: [t("address"), values.address],
          delivery_address: [t("deliveryAddress"), values.delivery_address],
        }),
      })}
      send={(body, key, changed) => (header) =>
        account
          ? api.PATCH("/v1/accounts/{id}", { params: { path: { id: account.id }, header }, body: changed })
          : api.POST("/v1/accounts", { ...once(key), body })
      }
    >
      {(of) => (
        <>
          <TextField of={of} name="name" label={t("name")} help={t(`${how}.nameHelp`)} data-autofocus />
          <SelectField
            of={of}
            name="plan"
            label={t("plan")}
            data={plans.map((plan) => ({ value: plan, label: t(`plans.${plan}`) }))}
          />
          <TextField of={of} name="territory" label={t("territory")} help={t("territoryHelp")} />
          <TextArea of={of} name="address" label={t("address")} rows={3} />
          <TextArea
            of={of}
            name="delivery_address"
            label={t("deliveryAddress")}
            help={t("deliveryHelp")}
            rows={3}
            optional
          />
        </>
      )}
    </ActDialog>
  );
}
