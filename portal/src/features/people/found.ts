/** People in the search panel: those who work on queues, and for an administrator everybody. */
import { useDebouncedValue } from "@mantine/hooks";
import { IconUser } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/api/client";
import { LIST_PEOPLE_Q } from "@/api/limits";
import { firstCharacters } from "@/components/text";
import { useQueues } from "@/context/company";
import { useMay } from "@/context/home";
import type { Option, Sought, UseOptions } from "@/kit/feature/feature";
import { fits, most, readings } from "@/kit/feature/sources";
import { agentsOf } from "./agents";

const FRESH = 30_000;
/** Pause after a letter before a name is sent to the server, in milliseconds. */
const PAUSE = 200;
/** Fewest letters that are sent to the server. */
const LEAST = 2;

const optionOf = (id: string, label: string, detail: string): Option => ({
  id,
  label,
  icon: IconUser,
  detail,
  leads: { to: "/staff/people/$id", params: { id } },
});

export const useFoundPeople: UseOptions = (sought: Sought) => {
  const { t } = useTranslation();
  const may = useMay();
  const queues = useQueues(may("view_person") && may("list_queues"));
  const byName = usePeopleByName(sought);
  const agents = sought.typed
    ? agentsOf(queues.data?.items ?? []).filter(({ name, queues }) =>
        fits(sought, [name, ...queues].join(" ")),
      )
    : [];
  const options = [
    ...agents.map(({ id, name, queues }) => optionOf(id, name, queues.join(", "))),
    ...byName.people
      .filter(({ id }) => agents.every((agent) => agent.id !== id))
      .map(({ id, name, email }) => optionOf(id, name, email)),
  ].slice(0, most(sought));
  const { searching, failed } = readings([queues]);
  return {
    groups: [{ id: "people", title: t("nav.people"), options }],
    searching: searching || byName.searching,
    failed: failed || byName.failed,
  };
};

/** People whose name or address begins with what was typed. Those of an earlier text are hidden. */
function usePeopleByName({ text, typed }: Sought) {
  const may = useMay();
  const open = typed.length >= LEAST && may("list_people");
  const wanted = open ? firstCharacters(text.trim(), LIST_PEOPLE_Q.most) : "";
  const [asked] = useDebouncedValue(wanted, PAUSE);
  const query = useQuery({
    enabled: open && asked !== "",
    queryKey: ["people", "search", asked],
    queryFn: () => unwrap(api.GET("/v1/people", { params: { query: { q: asked, limit: 10 } } })),
    staleTime: FRESH,
    retry: false,
  });
  const current = asked === wanted;
  const { searching, failed } = readings([query]);
  return {
    people: wanted && current ? (query.data?.items ?? []) : [],
    searching: searching || !current,
    failed: failed && current,
  };
}
