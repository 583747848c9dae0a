/** The products by name, with their versions: writing and changing them. */
import { IconPackage } from "@tabler/icons-react";
import { useSearch } from "@tanstack/react-router";
import { lazy } from "react";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/api/client";
import { LIST_PRODUCTS_Q } from "@/api/limits";
import type { Product } from "@/api/types";
import { plainDate } from "@/components/time";
import { useZone } from "@/components/When";
import { useMay } from "@/context/home";
import { productsKey } from "@/context/products";
import type { Column } from "@/kit/list/DataTable";
import { Words } from "@/kit/list/filters";
import { ListPage } from "@/kit/list/ListPage";
import { type Asked, useListing } from "@/kit/list/useListing";
import "./texts";

const ProductDialog = lazy(() => import("./ProductDialog"));
const VersionDialog = lazy(() => import("./VersionDialog"));

const NEW: Product = { id: "", version: 0, name: "", code: "", versions: [] };

export default function ProductsPage() {
  const { t } = useTranslation("products");
  const may = useMay();
  const search = useSearch({ from: "/staff/products" });
  const { q } = search;
  const ask = (page: Asked) =>
    unwrap(api.GET("/v1/products", { params: { query: { ...(q && { q }), ...page } } }));
  const list = useListing({ key: productsKey, needs: "list_products", search, ask });
  const changes = may("change_products");
  return (
    <ListPage
      title={t("title")}
      subtitle={t("lead")}
      find={
        <Words
          of={list}
          name="q"
          label={t("find")}
          region={t("find")}
          placeholder={t("findHint")}
          act={t("findAct")}
          most={LIST_PRODUCTS_Q.most}
        />
      }
      views="products"
      file="products"
      list={list}
      label={t("title")}
      nameOf={({ name }) => name}
      fresh={changes && NEW}
      allowed={({ id }) => (!changes ? [] : id ? ["change", "version"] : ["write"])}
      acts={[
        {
          name: "write",
          label: t("write.label"),
          dialog: (asked) => <ProductDialog how="write" {...asked} />,
        },
        {
          name: "change",
          label: t("change.label"),
          dialog: (asked) => <ProductDialog how="change" {...asked} />,
        },
        { name: "version", label: t("version.label"), dialog: (asked) => <VersionDialog {...asked} /> },
      ]}
      empty={{
        icon: IconPackage,
        title: t(q ? "noneFound" : "none"),
        text: t(q ? "noneFoundText" : "noneText"),
      }}
      columns={useColumns()}
    />
  );
}

function useColumns(): Column<Product>[] {
  const { t } = useTranslation("products");
  const { locale } = useZone();
  const versions = ({ versions }: Product) =>
    versions
      .map(({ label, supported_until: end }) =>
        end ? t("until", { label, date: plainDate(end, locale) }) : label,
      )
      .join(", ");
  return [
    {
      key: "name",
      title: t("name"),
      heading: true,
      sort: ({ name }) => name,
      csv: ({ name }) => name,
      cell: ({ name }) => name,
    },
    {
      key: "code",
      title: t("code"),
      sort: ({ code }) => code,
      csv: ({ code }) => code,
      cell: ({ code }) => code,
    },
    {
      key: "versions",
      title: t("versions"),
      csv: versions,
      cell: (product) => versions(product) || t("noVersions"),
    },
  ];
}
