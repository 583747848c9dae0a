/** One account: its facts, people and purchases, and for those who may, changing it. */
import { Link, useParams } from "@tanstack/react-router";
import { lazy } from "react";
import { useTranslation } from "react-i18next";
import type { Account } from "@/api/types";
import { Fact, Facts } from "@/components/Facts";
import { Card } from "@/components/Page";
import { QueryResult } from "@/components/states";
import { accountKey, accountsKey, useAccount } from "@/context/account";
import { useMay } from "@/context/home";
import { Actions } from "@/kit/record/Actions";
import { RecordPage } from "@/kit/record/RecordPage";
import { useAct } from "@/kit/record/useAct";
import { TouchLines } from "@/kit/touches/TouchLines";
import classes from "./AccountPage.module.css";
import { Contacts } from "./Contacts";
import { Purchases } from "./Purchases";
import "./texts";

const AccountDialog = lazy(() => import("./AccountDialog"));

export default function AccountPage() {
  const { id } = useParams({ from: "/staff/accounts/$id" });
  const account = useAccount(id);
  return (
    <QueryResult query={account} page>
      {(found) => <AccountRecord account={found} />}
    </QueryResult>
  );
}

function AccountRecord({ account }: { account: Account }) {
  const { t } = useTranslation("accounts");
  const may = useMay();
  const { id, name, number, plan, territory, address, delivery_address: delivery } = account;
  return (
    <RecordPage
      id={id}
      back={{ label: t("title"), to: "/staff/accounts" }}
      number={number}
      title={name}
      acts={<Acts account={account} />}
      properties={
        <Facts>
          <Fact name={t("plan")}>{t(`plans.${plan}`)}</Fact>
          <Fact name={t("territory")}>{territory}</Fact>
          <Fact name={t("address")}>
            <span className={classes.address}>{address || t("noAddress")}</span>
          </Fact>
          {delivery && (
            <Fact name={t("deliveryAddress")}>
              <span className={classes.address}>{delivery}</span>
            </Fact>
          )}
        </Facts>
      }
      touches={
        may("list_touches", "all") && (
          <>
            <TouchLines of={{ account: id }} most={8} />
            <Link to="/staff/touches" search={{ account: id }} className={classes.link}>
              {t("touches")}
            </Link>
          </>
        )
      }
    >
      <Card title={t("contacts")}>
        <Contacts account={id} />
      </Card>
      <Purchases account={id} />
    </RecordPage>
  );
}

function Acts({ account }: { account: Account }) {
  const { t } = useTranslation("accounts");
  const act = useAct(account, {
    key: accountKey(account.id),
    refreshes: [accountsKey],
    stale: t("stale"),
  });
  return (
    <Actions
      allowed={account.allowed}
      act={act}
      actions={[
        {
          name: "change",
          label: t("change.label"),
          dialog: (close) => <AccountDialog account={account} act={act} onClose={close} />,
        },
      ]}
    />
  );
}
