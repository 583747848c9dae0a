/** Colleagues in the search panel. */
import { IconUser } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useQueues } from "@/context/company";
import { useMay } from "@/context/home";
import type { Sought, UseOptions } from "@/kit/feature/feature";
import { fits, most, readings } from "@/kit/feature/sources";
import { agentsOf } from "./agents";

export const useFoundPeople: UseOptions = (sought: Sought) => {
  const { t } = useTranslation();
  const may = useMay();
  const queues = useQueues(may("view_person") && may("list_queues"));
  const found = sought.typed
    ? agentsOf(queues.data?.items ?? []).filter(({ name, queues }) =>
        fits(sought, [name, ...queues].join(" ")),
      )
    : [];
  const options = found.slice(0, most(sought)).map(({ id, name, queues }) => ({
    id,
    label: name,
    icon: IconUser,
    detail: queues.join(", "),
    leads: { to: "/staff/people/$id", params: { id } },
  }));
  return { groups: [{ id: "people", title: t("nav.people"), options }], ...readings([queues]) };
};
