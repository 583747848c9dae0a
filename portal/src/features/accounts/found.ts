/** Accounts in the search panel, by the beginning of their name or number. */
import { useDebouncedValue } from "@mantine/hooks";
import { IconBuilding } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import { LIST_ACCOUNTS_Q } from "@/api/limits";
import { firstCharacters } from "@/components/text";
import { accountsKey } from "@/context/account";
import { useMay } from "@/context/home";
import type { Sought, UseOptions } from "@/kit/feature/feature";
import { useFeatureWords } from "@/kit/feature/features";
import { most, readings } from "@/kit/feature/sources";

const PAUSE = 200;
/** Fewest letters that are sent to the server. */
const LEAST = 2;

export const useFoundAccounts: UseOptions = (sought: Sought) => {
  const { text, typed } = sought;
  const words = useFeatureWords();
  const may = useMay();
  const open = typed.length >= LEAST && may("list_accounts");
  const wanted = open ? firstCharacters(text.trim(), LIST_ACCOUNTS_Q.most) : "";
  const [settled] = useDebouncedValue(wanted, PAUSE);
  const asked = open ? settled : "";
  const limit = most(sought);
  const found = useQuery({
    enabled: asked !== "",
    queryKey: [...accountsKey, "found", asked, limit],
    queryFn: () => unwrap(api.GET("/v1/accounts", { params: { query: { q: asked, limit } } })),
    staleTime: 60_000,
  });
  // Accounts that begin with earlier words are hidden.
  const current = asked === wanted;
  const options = (asked && current ? (found.data?.items ?? []) : []).map(({ id, name, number }) => ({
    id,
    label: name,
    icon: IconBuilding,
    detail: number,
    leads: { to: "/staff/accounts/$id", params: { id } },
  }));
  const { searching, failed } = readings([found]);
  return {
    groups: [{ id: "accounts", title: words.name("accounts"), options }],
    searching: searching || !current,
    failed: failed && current,
  };
};
