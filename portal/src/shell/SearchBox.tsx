/** The search in the bar: words lead to the answers, a ticket number to the ticket. */
import { Kbd, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, type Ref, useState } from "react";
import { useTranslation } from "react-i18next";
import { SEARCH_ARTICLES_Q } from "@/api/limits";
import type { Face } from "@/api/types";
import { ticketNumber } from "@/context/numbers";
import { useMay } from "./home";
import { placesOf } from "./places";
import classes from "./SearchBox.module.css";

export { numberOrDigits, ticketNumber } from "@/context/numbers";

export function useSearchFor(face: Face) {
  const navigate = useNavigate();
  const may = useMay();
  return (text: string) => {
    const number = may("list_tickets") ? ticketNumber(text) : null;
    const places = placesOf(face);
    if (number && face === "staff") return void navigate({ to: "/staff/desk", search: { number } });
    if (number) return void navigate({ to: places.tickets, search: { number } });
    const q = text.trim();
    return void navigate({ to: places.knowledge, search: q ? { q } : {} });
  };
}

export function SearchBox({ face, ref }: { face: Face; ref: Ref<HTMLInputElement> }) {
  const { t } = useTranslation();
  const searchFor = useSearchFor(face);
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
