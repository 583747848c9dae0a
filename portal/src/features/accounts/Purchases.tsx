/** What an account purchased: products with their versions, units and dates. */
import { useTranslation } from "react-i18next";
import type { Entitlement } from "@/api/types";
import { QueryResult } from "@/components/states";
import { plainDate } from "@/components/time";
import { useZone } from "@/components/When";
import { useAccountEntitlements } from "@/context/account";
import { type Column, DataTable } from "@/kit/list/DataTable";
import classes from "./AccountPage.module.css";
import "./texts";

const idOf = ({ id }: Entitlement) => id;

export function Purchases({ account }: { account: string }) {
  const { t } = useTranslation("accounts");
  const owned = useAccountEntitlements(account);
  const columns = useColumns();
  return (
    <QueryResult query={owned} lines={3}>
      {({ items }) =>
        items.length === 0 ? (
          <p className={classes.none}>{t("noPurchases")}</p>
        ) : (
          <DataTable label={t("purchases")} columns={columns} rows={items} keyOf={idOf} />
        )
      }
    </QueryResult>
  );
}

function useColumns(): Column<Entitlement>[] {
  const { t } = useTranslation("accounts");
  const { locale } = useZone();
  return [
    {
      key: "product",
      title: t("product"),
      heading: true,
      cell: ({ product, version }) => `${product.name} ${version.label}`,
    },
    { key: "quantity", title: t("quantity"), number: true, cell: ({ quantity }) => quantity },
    {
      key: "purchased",
      title: t("purchasedOn"),
      cell: ({ purchased_on }) => plainDate(purchased_on, locale),
    },
    {
      key: "support",
      title: t("support"),
      cell: ({ in_support, support_until }) =>
        t(in_support ? "supportUntil" : "supportEnded", { date: plainDate(support_until, locale) }),
    },
  ];
}
