/** Earlier imports, and the way to a new one. */
import { Button } from "@mantine/core";
import { IconTableImport } from "@tabler/icons-react";
import { Link, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/api/client";
import { When } from "@/components/When";
import { useMay } from "@/context/home";
import { RowLink } from "@/kit/list/DataTable";
import { ListPage } from "@/kit/list/ListPage";
import { type Asked, useListing } from "@/kit/list/useListing";
import { importsKey } from "./api";
import { ImportStatus } from "./ImportStatus";
import "./texts";

export default function ImportsPage() {
  const { t } = useTranslation("imports");
  const may = useMay();
  const search = useSearch({ from: "/staff/imports" });
  const ask = (page: Asked) => unwrap(api.GET("/v1/imports", { params: { query: page } }));
  const list = useListing({ key: importsKey, needs: "list_imports", search, ask, refresh: 15_000 });
  return (
    <ListPage
      title={t("title")}
      subtitle={t("lead")}
      actions={
        may("start_import") && (
          <Button component={Link} to="/staff/imports/new">
            {t("start")}
          </Button>
        )
      }
      list={list}
      label={t("title")}
      empty={{ icon: IconTableImport, title: t("none"), text: t("noneText") }}
      columns={[
        {
          key: "file",
          title: t("file"),
          heading: true,
          cell: ({ id, file }) => (
            <RowLink to="/staff/imports/$id" params={{ id }}>
              {file}
            </RowLink>
          ),
        },
        { key: "kind", title: t("kind"), cell: ({ kind }) => t(`kinds.${kind}`) },
        { key: "state", title: t("state"), cell: ({ state }) => <ImportStatus state={state} /> },
        { key: "lines", title: t("lines"), number: true, cell: ({ total }) => total ?? "–" },
        {
          key: "errors",
          title: t("errors"),
          number: true,
          cell: ({ counts }) => counts.error,
        },
        { key: "by", title: t("by"), cell: ({ by }) => by.name },
        { key: "at", title: t("at"), cell: ({ created_at }) => <When at={created_at} /> },
      ]}
    />
  );
}
