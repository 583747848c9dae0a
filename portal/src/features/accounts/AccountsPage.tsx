/** The accounts by name, found by name or number and filtered by plan and territory; a new one is opened here. */
import { IconBuilding } from "@tabler/icons-react";
import { Link, useSearch } from "@tanstack/react-router";
import { lazy } from "react";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/api/client";
import { LIST_ACCOUNTS_Q, LIST_ACCOUNTS_TERRITORY } from "@/api/limits";
import type { AccountSummary } from "@/api/types";
import { accountsKey } from "@/context/account";
import { useMay } from "@/context/home";
import { type Column, RowLink } from "@/kit/list/DataTable";
import { Choice, Words } from "@/kit/list/filters";
import { ListPage } from "@/kit/list/ListPage";
import { type Asked, useListing } from "@/kit/list/useListing";
import "./texts";

const AccountDialog = lazy(() => import("./AccountDialog"));

const NEW = { id: "", version: 0, name: "", number: "", plan: "standard" as const, territory: "" };

export default function AccountsPage() {
  const { t } = useTranslation("accounts");
  const may = useMay();
  const search = useSearch({ from: "/staff/accounts" });
  const { cursor: _, sort: __, ...filter } = search;
  const ask = (page: Asked) => unwrap(api.GET("/v1/accounts", { params: { query: { ...filter, ...page } } }));
  const list = useListing({ key: accountsKey, needs: "list_accounts", search, ask });
  const narrowed = Object.keys(filter).length > 0;
  const { standard, premium } = t("plans", { returnObjects: true });
  return (
    <ListPage
      title={t("title")}
      subtitle={t("lead")}
      filters={
        <>
          <Choice
            of={list}
            name="plan"
            label={t("plan")}
            choices={{ "": t("allPlans"), standard, premium }}
          />
          <Words
            of={list}
            name="territory"
            label={t("territory")}
            region={t("ofTerritory")}
            placeholder={t("territory")}
            act={t("show")}
            most={LIST_ACCOUNTS_TERRITORY.most}
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
          most={LIST_ACCOUNTS_Q.most}
        />
      }
      views="accounts"
      file="accounts"
      list={list}
      label={t("title")}
      dense
      nameOf={({ name }) => name}
      fresh={may("open_account") && NEW}
      allowed={({ id }) => (id ? [] : ["open"])}
      acts={[
        {
          name: "open",
          label: t("open.label"),
          dialog: ({ act, onClose }) => <AccountDialog act={act} onClose={onClose} />,
        },
      ]}
      empty={{
        icon: IconBuilding,
        title: t(narrowed ? "noneFound" : "none"),
        text: t(narrowed ? "noneFoundText" : "noneText"),
      }}
      columns={useColumns()}
    />
  );
}

function useColumns(): Column<AccountSummary>[] {
  const { t } = useTranslation("accounts");
  return [
    {
      key: "name",
      title: t("name"),
      heading: true,
      sort: ({ name }) => name,
      csv: ({ name }) => name,
      cell: ({ id, name }) => (
        <RowLink to="/staff/accounts/$id" params={{ id }}>
          {name}
        </RowLink>
      ),
    },
    {
      key: "number",
      title: t("number"),
      sort: ({ number }) => number,
      csv: ({ number }) => number,
      cell: ({ number }) => number,
    },
    {
      key: "plan",
      title: t("plan"),
      sort: ({ plan }) => t(`plans.${plan}`),
      csv: ({ plan }) => t(`plans.${plan}`),
      cell: ({ plan }) => t(`plans.${plan}`),
    },
    {
      key: "territory",
      title: t("territory"),
      sort: ({ territory }) => territory,
      csv: ({ territory }) => territory,
      cell: ({ territory }) => (
        <Link to="/staff/accounts" search={{ territory }}>
          {territory}
        </Link>
      ),
    },
  ];
}
