/** Search for an article to link to. The address leads each reader to the article in their own portal. */
import { Button, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconLink } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/api/client";
import { SEARCH_ARTICLES_Q } from "@/api/limits";
import hidden from "@/components/hidden.module.css";
import { linkTo } from "@/components/text";
import classes from "./LinkArticle.module.css";
import "./texts";

const PAUSE = 300;
const LEAST = 3;
const MOST = 5;

interface Props {
  onLink: (link: string) => void;
}

export function LinkArticle({ onLink }: Props) {
  const { t } = useTranslation("editor");
  const [typed, setTyped] = useState("");
  const [added, setAdded] = useState(false);
  const [q] = useDebouncedValue(typed.trim(), PAUSE);
  const asked = q.length >= LEAST && typed.trim().length >= LEAST;
  const found = useQuery({
    queryKey: ["articles", "to link to", q],
    queryFn: () => unwrap(api.GET("/v1/articles", { params: { query: { q, limit: MOST } } })),
    enabled: asked,
    retry: false,
    placeholderData: keepPreviousData,
  });
  const items = asked ? found.data?.items : undefined;
  function add(id: string, title: string) {
    onLink(linkTo(title, `${window.location.origin}/customer/knowledge/${id}`));
    setTyped("");
    setAdded(true);
  }
  return (
    <div>
      <TextInput
        label={t("link.find")}
        description={t("link.help")}
        value={typed}
        maxLength={SEARCH_ARTICLES_Q.most}
        autoComplete="off"
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setAdded(false);
        }}
        onKeyDown={(event) => {
          // Enter would send the form.
          if (event.key === "Enter") event.preventDefault();
        }}
      />
      <div role="status" className={added || items?.length === 0 ? classes.status : hidden.hidden}>
        {added ? t("link.added") : items?.length === 0 && t("link.none")}
      </div>
      {items && items.length > 0 && (
        <ul className={classes.list}>
          {items.map(({ id, title }) => (
            <li key={id} className={classes.item}>
              <span>{title}</span>
              <Button
                variant="default"
                size="compact-sm"
                leftSection={<IconLink size={15} aria-hidden />}
                aria-label={`${t("link.add")}: ${title}`}
                onClick={() => add(id, title)}
              >
                {t("link.add")}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
