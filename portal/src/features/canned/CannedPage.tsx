/** Canned replies, offered or retired: writing, changing, retiring and offering them again. */
import { IconMessages } from "@tabler/icons-react";
import { useSearch } from "@tanstack/react-router";
import { lazy } from "react";
import { useTranslation } from "react-i18next";
import { api, type Seen, seen, unwrap } from "@/api/client";
import type { CannedReply } from "@/api/types";
import { EmptyState } from "@/components/states";
import { When } from "@/components/When";
import { cannedKey, useQueueChoices } from "@/context/company";
import { useMay } from "@/context/home";
import { Allowed } from "@/kit/Allowed";
import { RowText } from "@/kit/list/DataTable";
import { Choice } from "@/kit/list/filters";
import { ListPage } from "@/kit/list/ListPage";
import { NotAllowedError } from "@/kit/list/notAllowed";
import { type Asked, useListing } from "@/kit/list/useListing";
import { Actions } from "@/kit/record/Actions";
import { useAct } from "@/kit/record/useAct";
import "./texts";

const WordingDialog = lazy(() => import("./WordingDialog"));

const ALL = "/v1/canned-replies";
const ONE = "/v1/canned-replies/{id}";
const NEW = { id: "", version: 0, name: "", text: "", retired: false, may_change: true };

const retire = (id: string) => (header: Seen) =>
  api.POST(`${ONE}/retire`, { params: { path: { id }, header } });
const offer = (id: string) => (header: Seen) =>
  api.PATCH(ONE, { params: { path: { id }, header }, body: { retired: false } });

async function retireOne({ id, version, may_change }: CannedReply, key: string) {
  if (!may_change) throw new NotAllowedError();
  return await unwrap(retire(id)(seen(version, key)));
}

export default function CannedPage() {
  const { t } = useTranslation("canned");
  const may = useMay();
  const queues = useQueueChoices(t("allQueues"));
  const search = useSearch({ from: "/staff/canned-replies" });
  const state = search.state ?? "offered";
  const ask = (page: Asked) => unwrap(api.GET(ALL, { params: { query: { state, ...page } } }));
  const list = useListing({ key: cannedKey, search, ask });
  const states = [
    { value: "", label: t("state.offered") },
    { value: "retired", label: t("state.retired") },
  ];
  const bulk = {
    refreshes: [cannedKey],
    acts: [
      {
        name: "retire",
        label: t("retire"),
        act: retireOne,
        undo: ({ id }: CannedReply, now: Seen) => unwrap(offer(id)(now)),
      },
    ],
  };
  const queueOf = (id: string | null = "") => queues.find(({ value }) => value === (id ?? ""))?.label;
  return (
    <Allowed action="list_canned_replies">
      <ListPage
        title={t("title")}
        subtitle={t("lead")}
        actions={may("change_canned_replies") && <Acts of={NEW} />}
        filters={<Choice of={list} name="state" label={t("which")} choices={states} />}
        list={list}
        label={t(`state.${state}`)}
        keyOf={({ id }) => id}
        nameOf={({ name }) => name}
        bulk={state === "offered" && may("change_canned_replies") ? bulk : undefined}
        empty={<EmptyState icon={IconMessages} title={t(`none.${state}`)} text={t(`noneText.${state}`)} />}
        columns={[
          { key: "name", title: t("name"), heading: true, cell: (one) => <RowText {...one} /> },
          { key: "queue", title: t("queue"), cell: (one) => queueOf(one.queue_id) },
          { key: "changed", title: t("changed"), cell: (one) => <When at={one.updated_at} /> },
          { key: "acts", title: t("acts"), bare: true, cell: (one) => <Acts of={one} /> },
        ]}
      />
    </Allowed>
  );
}

function Acts({ of }: { of: typeof NEW }) {
  const { t } = useTranslation("canned");
  const { id, version, name, retired, may_change } = of;
  const queues = useQueueChoices(t("allQueues"), "change_canned_replies");
  const act = useAct({ version }, { key: [...cannedKey, id], refreshes: [cannedKey], stale: t("stale") });
  const how = !id ? "write" : retired ? "offer" : "change";
  const dialog = (onClose: () => void) => (
    <WordingDialog of={of} how={how} queues={queues} act={act} onClose={onClose} />
  );
  return (
    <Actions
      allowed={may_change ? [how, id && !retired ? "retire" : ""] : []}
      act={act}
      primary="write"
      size={id ? "compact-sm" : "sm"}
      of={name}
      actions={[
        { name: how, label: t(`${how}.label`), dialog },
        {
          name: "retire",
          label: t("retire"),
          send: retire(id),
          done: t("retired", { name }),
          undo: offer(id),
        },
      ]}
    />
  );
}
