/** The tickets behind a number of the team. */
import { IconListCheck } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/api/client";
import type { StaffTicketSummary } from "@/api/types";
import { SeverityMark } from "@/components/Status";
import { Due, When } from "@/components/When";
import { Allowed } from "@/kit/Allowed";
import { RowLink } from "@/kit/list/DataTable";
import { ListPage } from "@/kit/list/ListPage";
import { type Asked, type ListedPage, useListing } from "@/kit/list/useListing";
import { useDeskFile } from "../desk/file";
import { nextDue, standsStill } from "../due";
import { Asker } from "../People";
import { TicketState } from "../TicketState";
import { useTicketWords } from "../words";
import { teamKey, teamQuery } from "./api";
import "../desk/texts";
import "./texts";

export default function TeamTicketsPage() {
  const { t } = useTranslation("team");
  const words = useTicketWords();
  const search = useSearch({ from: "/staff/team/tickets" });
  const { measure = "open", queue, agent } = search;
  const unassigned = search.unassigned === "yes";
  const of = useName(queue, agent);
  const ask = async (page: Asked) => {
    const part = { measure, ...(queue ? { queue } : {}), ...(agent ? { agent } : {}) };
    const query = { ...part, ...(unassigned ? { unassigned } : {}), ...page };
    const found = await unwrap(api.GET("/v1/team/tickets", { params: { query } }));
    return found as unknown as ListedPage<StaffTicketSummary>;
  };
  const list = useListing({ key: [...teamKey, "tickets"], search, ask });
  const columns = useDeskFile();
  const by = search.agent || unassigned ? { by: "agent" as const } : {};
  return (
    <Allowed action="view_team">
      <ListPage
        title={t(`measure.${measure}`)}
        subtitle={unassigned ? t("tickets.ofNobody") : of ? t("tickets.of", { name: of }) : t("totals")}
        back={{ to: "/staff/team", search: by, label: t("back") }}
        list={list}
        label={t(`measure.${measure}`)}
        file={`team-${measure}`}
        fileColumns={columns}
        empty={{ icon: IconListCheck, title: t("tickets.empty"), text: t("tickets.emptyText") }}
        columns={[
          { key: "number", title: words("list.number"), bare: "start", cell: ({ number }) => number },
          {
            key: "synopsis",
            title: words("list.synopsis"),
            heading: true,
            cell: (ticket) => (
              <>
                <RowLink to="/staff/desk" search={{ ticket: ticket.id }}>
                  {ticket.synopsis}
                </RowLink>
                <SeverityMark severity={ticket.severity} label={ticket.severity_label} />
              </>
            ),
          },
          {
            key: "state",
            title: words("list.state"),
            bare: "end",
            cell: (ticket) => <TicketState ticket={ticket} />,
          },
          {
            key: "requester",
            title: words("list.requester"),
            cell: ({ requester, kind }) => <Asker name={requester.name} kind={kind} />,
          },
          { key: "queue", title: t("queue"), cell: (ticket) => ticket.queue.name },
          { key: "agent", title: t("agent"), cell: ({ assignee }) => assignee?.name ?? t("nobody") },
          { key: "changed", title: words("list.changed"), cell: (ticket) => <When at={ticket.updated_at} /> },
          {
            key: "due",
            title: words("list.due"),
            cell(ticket) {
              const due = nextDue(ticket);
              return due ? <Due brief at={due} paused={standsStill(ticket.state)} /> : words("list.noDue");
            },
          },
        ]}
      />
    </Allowed>
  );
}

/** Name of the queue or the agent, as the numbers have it. */
function useName(queue: string | undefined, agent: string | undefined) {
  const { data } = useQuery({ ...teamQuery, enabled: Boolean(queue ?? agent) });
  if (queue) return data?.queues.find((one) => one.queue.id === queue)?.queue.name;
  return data?.agents.find((one) => one.agent?.id === agent)?.agent?.name;
}
