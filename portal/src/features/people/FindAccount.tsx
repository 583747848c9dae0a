/** Search for the account in which a person is given a role. */
import { Button, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/api/client";
import { LIST_ACCOUNTS_Q } from "@/api/limits";
import hidden from "@/components/hidden.module.css";
import { accountsKey } from "@/context/account";
import classes from "./HatsDialog.module.css";
import "./texts";

const PAUSE = 200;
const LEAST = 2;
const MOST = 5;

interface Props {
  onFound: (account: { id: string; name: string }) => void;
}

export function FindAccount({ onFound }: Props) {
  const { t } = useTranslation("people");
  const [typed, setTyped] = useState("");
  const [q] = useDebouncedValue(typed.trim(), PAUSE);
  const asked = q.length >= LEAST && typed.trim().length >= LEAST;
  const found = useQuery({
    enabled: asked,
    queryKey: [...accountsKey, "to give a role in", q],
    queryFn: () => unwrap(api.GET("/v1/accounts", { params: { query: { q, limit: MOST } } })),
    staleTime: 60_000,
    placeholderData: keepPreviousData,
  });
  const items = asked ? found.data?.items : undefined;
  return (
    <div>
      <TextInput
        label={t("addCustomer")}
        description={t("addCustomerHelp")}
        value={typed}
        maxLength={LIST_ACCOUNTS_Q.most}
        autoComplete="off"
        onChange={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={(event) => {
          // Enter would send the form.
          if (event.key === "Enter") event.preventDefault();
        }}
      />
      <div role="status" className={items?.length === 0 ? classes.status : hidden.hidden}>
        {items?.length === 0 && t("noAccount")}
      </div>
      {items && items.length > 0 && (
        <ul className={classes.found}>
          {items.map(({ id, name, number }) => (
            <li key={id} className={classes.account}>
              <span>
                {name} ({number})
              </span>
              <Button
                variant="default"
                size="compact-sm"
                aria-label={t("addAccountOf", { name })}
                onClick={() => {
                  onFound({ id, name });
                  setTyped("");
                }}
              >
                {t("addAccount")}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
