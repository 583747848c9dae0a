/** Canned replies, offered or retired: writing, changing, retiring and offering them again. */
import { IconMessages } from "@tabler/icons-react";
import { useSearch } from "@tanstack/react-router";
import { lazy } from "react";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/api/client";
import type { CannedReply } from "@/api/types";
import { When } from "@/components/When";
import { cannedKey, useQueueChoices } from "@/context/company";
import { useMay } from "@/context/home";
import type { RowAct, SendRow } from "@/kit/list/acts";
import { RowText } from "@/kit/list/DataTable";
import { Choice } from "@/kit/list/filters";
import { ListPage } from "@/kit/list/ListPage";
import { type Asked, useListing } from "@/kit/list/useListing";
import "./texts";

const WordingDialog = lazy(() => import("./WordingDialog"));

const ALL = "/v1/canned-replies";
const ONE = "/v1/canned-replies/{id}";
const NEW = { id: "", version: 0, name: "", text: "", retired: false, may_change: true, updated_at: "" };

const retire: SendRow<CannedReply> =
  ({ id }) =>
  (header) =>
    api.POST(`${ONE}/retire`, { params: { path: { id }, header } });
const offer: SendRow<CannedReply> =
  ({ id }) =>
  (header) =>
    api.PATCH(ONE, { params: { path: { id }, header }, body: { retired: false } });

/** Returns the names of the acts that a canned reply allows. */
function allowed({ id, retired, may_change }: CannedReply) {
  if (!may_change) return [];
  if (!id) return ["write"];
  return retired ? ["offer"] : ["change", "retire"];
}

export default function CannedPage() {
  const { t } = useTranslation("canned");
  const may = useMay();
  const queues = useQueueChoices(t("allQueues"));
  const search = useSearch({ from: "/staff/canned-replies" });
  const state = search.state ?? "offered";
  const ask = (page: Asked) => unwrap(api.GET(ALL, { params: { query: { state, ...page } } }));
  const list = useListing({ key: cannedKey, needs: "list_canned_replies", search, ask });
  const states = { "": t("state.offered"), retired: t("state.retired") };
  const wording = (name: "write" | "change" | "offer"): RowAct<CannedReply> => ({
    name,
    label: t(`${name}.label`),
    dialog: (asked) => <WordingDialog how={name} {...asked} />,
  });
  const queueOf = (id: string | null = "") => queues.find(({ value }) => value === (id ?? ""))?.label;
  return (
    <ListPage
      title={t("title")}
      subtitle={t("lead")}
      filters={<Choice of={list} name="state" label={t("which")} choices={states} />}
      list={list}
      label={t(`state.${state}`)}
      nameOf={({ name }) => name}
      fresh={may("change_canned_replies") && NEW}
      allowed={allowed}
      acts={[
        wording("write"),
        wording("change"),
        wording("offer"),
        {
          name: "retire",
          label: t("retire"),
          send: retire,
          done: ({ name }) => t("retired", { name }),
          undo: offer,
        },
      ]}
      empty={{ icon: IconMessages, title: t(`none.${state}`), text: t(`noneText.${state}`) }}
      columns={[
        { key: "name", title: t("name"), heading: true, cell: (one) => <RowText {...one} /> },
        { key: "queue", title: t("queue"), cell: ({ queue_id }) => queueOf(queue_id) },
        { key: "changed", title: t("changed"), cell: ({ updated_at }) => <When at={updated_at} /> },
      ]}
    />
  );
}
