/** Mails that joined no ticket: those that wait for a decision, and those that nobody wrote. */
import { IconMailCheck } from "@tabler/icons-react";
import { useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/api/client";
import { When } from "@/components/When";
import { RowLink } from "@/kit/list/DataTable";
import { Choice } from "@/kit/list/filters";
import { ListPage } from "@/kit/list/ListPage";
import { type Asked, useListing } from "@/kit/list/useListing";
import { inboundKey } from "./api";
import "./texts";

const ALL = "/v1/inbound-mails";

export default function InboundPage() {
  const { t } = useTranslation("inbound");
  const search = useSearch({ from: "/staff/unmatched-mail" });
  const state = search.state ?? "waiting";
  const ask = (page: Asked) => unwrap(api.GET(ALL, { params: { query: { state, ...page } } }));
  const list = useListing({ key: inboundKey, needs: "list_inbound_mails", search, ask, refresh: 60_000 });
  const states = { "": t("state.waiting"), set_aside: t("state.set_aside") };
  return (
    <ListPage
      title={t("title")}
      subtitle={t("lead")}
      filters={<Choice of={list} name="state" label={t("which")} choices={states} />}
      list={list}
      label={t(`state.${state}`)}
      empty={{ icon: IconMailCheck, title: t(`none.${state}`), text: t(`noneText.${state}`) }}
      columns={[
        {
          key: "subject",
          title: t("subject"),
          heading: true,
          cell: ({ id, subject }) => (
            <RowLink to="/staff/unmatched-mail/$id" params={{ id }}>
              {subject || t("noSubject")}
            </RowLink>
          ),
        },
        {
          key: "from",
          title: t("from"),
          cell: (mail) => mail.sender?.name || mail.from || t("unknownSender"),
        },
        { key: "why", title: t("why"), cell: (mail) => mail.reason && t(`reason.${mail.reason}`) },
        { key: "ticket", title: t("ticket"), cell: (mail) => mail.ticket?.number },
        { key: "received", title: t("received"), cell: (mail) => <When at={mail.received_at} /> },
      ]}
    />
  );
}
