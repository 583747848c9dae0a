/** Finds a ticket by its number. */
import { ActionIcon, TextInput } from "@mantine/core";
import { IconArrowRight } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { LIST_TICKETS_NUMBER } from "@/api/limits";
import { numberOrDigits } from "@/shell/SearchBox";
import "./texts";
import { useTicketWords } from "./words";

export function NumberLookup({ value, onFind }: { value: string; onFind: (number: string) => void }) {
  const t = useTicketWords();
  const [text, setText] = useState(value);
  function onSubmit(event: FormEvent) {
    event.preventDefault();
    onFind(numberOrDigits(text) ?? text.trim().slice(0, LIST_TICKETS_NUMBER.most));
  }
  return (
    <search aria-label={t("list.findRegion")}>
      <form onSubmit={onSubmit}>
        <TextInput
          size="sm"
          w={150}
          aria-label={t("list.find")}
          placeholder={t("list.findHint")}
          value={text}
          maxLength={LIST_TICKETS_NUMBER.most}
          onChange={(event) => setText(event.currentTarget.value)}
          rightSection={
            <ActionIcon type="submit" variant="subtle" color="gray" aria-label={t("list.findAct")}>
              <IconArrowRight size={16} aria-hidden />
            </ActionIcon>
          }
        />
      </form>
    </search>
  );
}
