/** The people of an account who can sign in. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/api/client";
import { QueryResult } from "@/components/states";
import { useMay } from "@/context/home";
import classes from "./AccountPage.module.css";
import "./texts";

/** Most people that are shown. */
const MOST = 50;

export function Contacts({ account }: { account: string }) {
  const { t } = useTranslation("accounts");
  const may = useMay();
  const path = { id: account };
  const contacts = useQuery({
    queryKey: ["account", account, "contacts"],
    queryFn: () =>
      unwrap(api.GET("/v1/accounts/{id}/contacts", { params: { path, query: { limit: MOST } } })),
  });
  return (
    <QueryResult query={contacts} lines={3}>
      {({ items, next_cursor: more }) => (
        <>
          {items.length === 0 && <p className={classes.none}>{t("noContacts")}</p>}
          <ul className={classes.people}>
            {items.map(({ id, name }) => (
              <li key={id}>
                {may("view_person") ? (
                  <Link to="/staff/people/$id" params={{ id }}>
                    {name}
                  </Link>
                ) : (
                  name
                )}
              </li>
            ))}
          </ul>
          {more && <p className={classes.none}>{t("moreContacts", { count: MOST })}</p>}
        </>
      )}
    </QueryResult>
  );
}
