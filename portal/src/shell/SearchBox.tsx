/** The search in the bar: words lead to the answers, a ticket number to the ticket. */
import { Kbd, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { type FormEvent, type Ref, useState } from "react";
import { useTranslation } from "react-i18next";
import { SEARCH_ARTICLES_Q } from "@/api/limits";
import { useMay } from "@/context/home";
import { useSearchFor } from "@/kit/feature/features";
import classes from "./SearchBox.module.css";

export function SearchBox({ ref }: { ref: Ref<HTMLInputElement> }) {
  const { t } = useTranslation();
  const searchFor = useSearchFor();
  const may = useMay();
  const [text, setText] = useState("");
  function onSubmit(event: FormEvent) {
    event.preventDefault();
    if (text.trim() === "") return;
    searchFor(text);
    setText("");
  }
  return (
    <search className={classes.search}>
      <form onSubmit={onSubmit}>
        <TextInput
          ref={ref}
          type="search"
          radius="md"
          size="sm"
          aria-label={t("nav.search")}
          placeholder={t(may("list_tickets") ? "nav.searchAll" : "nav.searchHint")}
          leftSection={<IconSearch size={16} aria-hidden />}
          rightSection={<Kbd size="xs">/</Kbd>}
          value={text}
          maxLength={SEARCH_ARTICLES_Q.most}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      </form>
    </search>
  );
}
