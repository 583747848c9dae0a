/** Mails that joined no ticket: those that wait for a decision, and those that nobody wrote. */
import { IconMailCheck } from "@tabler/icons-react";
import { useSearch } from "@tanstack/react-router";
import { lazy } from "react";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/api/client";
import { LIST_INBOUND_MAILS_FROM } from "@/api/limits";
import type { InboundMailRow } from "@/api/types";
import { When } from "@/components/When";
import { useMay } from "@/context/home";
import { RowLink } from "@/kit/list/DataTable";
import { Choice, Select, Words } from "@/kit/list/filters";
import { ListPage } from "@/kit/list/ListPage";
import { type Asked, useListing } from "@/kit/list/useListing";
import { ConfirmDialog } from "@/kit/record/ConfirmLater";
import { discard, inboundKey } from "./api";
import { AUTOMATIC, BY_HAND } from "./reasons";
import "./texts";

const DiscardMany = lazy(() => import("./DiscardMany"));

const ALL = "/v1/inbound-mails";

export default function InboundPage() {
  const { t } = useTranslation("inbound");
  const may = useMay();
  const search = useSearch({ from: "/staff/unmatched-mail" });
  const state = search.state ?? "waiting";
  const { reason, from } = search;
  const ask = (page: Asked) => unwrap(api.GET(ALL, { params: { query: { state, ...search, ...page } } }));
  const list = useListing({ key: inboundKey, needs: "list_inbound_mails", search, ask, refresh: 60_000 });
  const states = { "": t("state.waiting"), set_aside: t("state.set_aside") };
  const reasons = (state === "waiting" ? BY_HAND : AUTOMATIC).map((value) => ({
    value,
    label: t(`reason.${value}`),
  }));
  const titleOf = (mail: InboundMailRow) =>
    mail.further
      ? t("further.title", { from: mail.from || t("unknownSender") })
      : mail.subject || t("noSubject");
  const nameOf = (mail: InboundMailRow) => `${titleOf(mail)} (${mail.from || t("unknownSender")})`;
  const narrowed = reason !== undefined || from !== undefined;
  return (
    <ListPage
      title={t("title")}
      subtitle={t("lead")}
      filters={
        <>
          {/* A reason is of one of the two lists. */}
          <Choice
            of={{ search, set: (part) => list.set({ ...part, reason: undefined }) }}
            name="state"
            label={t("which")}
            choices={states}
          />
          <Select
            of={list}
            name="reason"
            label={t("filter.reason")}
            choices={[{ value: "", label: t("filter.any") }, ...reasons]}
          />
        </>
      }
      find={
        <Words
          of={list}
          name="from"
          label={t("filter.from")}
          region={t("filter.region")}
          placeholder={t("filter.hint")}
          act={t("filter.act")}
          most={LIST_INBOUND_MAILS_FROM.most}
        />
      }
      list={list}
      label={t(`state.${state}`)}
      nameOf={nameOf}
      allowed={() => (may("discard_inbound_mail") ? ["discard"] : [])}
      acts={[
        {
          name: "discard",
          label: t("discard.many"),
          dialog: ({ row, act, onClose }) => (
            <ConfirmDialog
              act={act}
              danger
              title={t("discard.title")}
              submit={t("discard.submit")}
              done={t("discard.done")}
              send={discard(row)}
              onClose={onClose}
            >
              {t("discard.text")}
            </ConfirmDialog>
          ),
          many: ({ rows, begin, onClose }) => (
            <DiscardMany mails={rows} nameOf={nameOf} onClose={onClose} onSend={() => begin(discard)} />
          ),
        },
      ]}
      empty={
        narrowed
          ? { icon: IconMailCheck, title: t("filter.none"), text: t("filter.noneText") }
          : { icon: IconMailCheck, title: t(`none.${state}`), text: t(`noneText.${state}`) }
      }
      columns={[
        {
          key: "subject",
          title: t("subject"),
          heading: true,
          cell: (mail) => (
            <RowLink to="/staff/unmatched-mail/$id" params={{ id: mail.id }}>
              {titleOf(mail)}
            </RowLink>
          ),
        },
        {
          key: "from",
          title: t("from"),
          cell: (mail) => mail.sender?.name || mail.from || t("unknownSender"),
        },
        {
          key: "why",
          title: t("why"),
          cell: ({ reason, further }) =>
            further ? t("further.why", { count: further.count }) : reason && t(`reason.${reason}`),
        },
        { key: "ticket", title: t("ticket"), cell: (mail) => mail.ticket?.number },
        { key: "received", title: t("received"), cell: (mail) => <When at={mail.received_at} /> },
      ]}
    />
  );
}
