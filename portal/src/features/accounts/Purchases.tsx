/** Purchases of an account: products with their versions, units and dates; adding and changing them. */
import { lazy } from "react";
import { useTranslation } from "react-i18next";
import { Card } from "@/components/Page";
import { QueryResult } from "@/components/states";
import { plainDate } from "@/components/time";
import { useZone } from "@/components/When";
import { entitlementsKey, useAccountEntitlements } from "@/context/account";
import { useMay } from "@/context/home";
import type { RowAct } from "@/kit/list/acts";
import { type Column, DataTable } from "@/kit/list/DataTable";
import { type ActsOf, RowActs } from "@/kit/list/RowActs";
import classes from "./AccountPage.module.css";
import { NEW, type Purchase, purchaseOf } from "./purchase";
import "./texts";

const PurchaseDialog = lazy(() => import("./PurchaseDialog"));

const idOf = ({ id }: Purchase) => id;
const nameOf = ({ product, label }: Purchase) => `${product.name} ${label}`;

export function Purchases({ account }: { account: string }) {
  const { t } = useTranslation("accounts");
  const may = useMay();
  const owned = useAccountEntitlements(account);
  const columns = useColumns();
  const changes = may("change_entitlements");
  const dialog = (how: "add" | "alter"): RowAct<Purchase> => ({
    name: how,
    label: t(`${how}.label`),
    dialog: (asked) => <PurchaseDialog account={account} {...asked} />,
  });
  const key = entitlementsKey(account);
  const of: ActsOf<Purchase> = {
    acts: [dialog("add"), dialog("alter")],
    allowed: ({ id }) => (!changes ? [] : id ? ["alter"] : ["add"]),
    nameOf,
    listKey: key,
    refreshes: [key],
  };
  const acts: Column<Purchase> = {
    key: "acts",
    title: t("acts"),
    bare: true,
    cell: (row) => <RowActs of={of} row={row} />,
  };
  return (
    <Card title={t("purchases")} acts={changes && <RowActs fresh of={of} row={NEW} />}>
      <QueryResult query={owned} lines={3}>
        {({ items, next_cursor: more }) =>
          items.length === 0 ? (
            <p className={classes.none}>{t("noPurchases")}</p>
          ) : (
            <>
              <DataTable
                label={t("purchases")}
                columns={changes ? [...columns, acts] : columns}
                rows={items.map(purchaseOf)}
                keyOf={idOf}
              />
              {more && <p className={classes.none}>{t("morePurchases", { count: items.length })}</p>}
            </>
          )
        }
      </QueryResult>
    </Card>
  );
}

function useColumns(): Column<Purchase>[] {
  const { t } = useTranslation("accounts");
  const { locale } = useZone();
  const date = (day: string | null | undefined) => (day ? plainDate(day, locale) : "");
  return [
    { key: "product", title: t("product"), heading: true, cell: nameOf },
    { key: "quantity", title: t("quantity"), number: true, cell: ({ quantity }) => quantity },
    {
      key: "purchased",
      title: t("purchasedOn"),
      cell: ({ purchased_on }) => date(purchased_on),
    },
    { key: "warranty", title: t("warrantyUntil"), cell: ({ warranty_until }) => date(warranty_until) },
    {
      key: "support",
      title: t("support"),
      cell: ({ in_support, support_until }) =>
        t(in_support ? "supportUntil" : "supportEnded", { date: date(support_until) }),
    },
  ];
}
