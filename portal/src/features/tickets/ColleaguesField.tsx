/** Colleagues who take part in a new ticket, chosen by name. */
import { Checkbox, TextInput } from "@mantine/core";
import { useState } from "react";
import { useMay } from "@/context/home";
import { useSession } from "@/context/session";
import { inputProps } from "@/kit/form/field";
import type { Form } from "@/kit/form/useForm";
import classes from "./ColleaguesField.module.css";
import { useColleagues } from "./colleagues";
import type { TicketValues } from "./form";
import { useTicketWords } from "./words";

/** Most participants of a ticket. */
const MOST = 10;
/** From this number of people on, there is a field to search them by name. */
const MANY = 8;

export function ColleaguesField({ of }: { of: Form<TicketValues> }) {
  const t = useTicketWords();
  const { person } = useSession();
  const may = useMay();
  const { data } = useColleagues(null, may("list_colleagues"));
  const [words, setWords] = useState("");
  const people = (data ?? []).filter(({ id }) => id !== person.id);
  if (people.length === 0) return null;
  const chosen = of.values.participants;
  const wanted = words.trim().toLocaleLowerCase();
  const shown = people.filter(
    ({ id, name }) => chosen.includes(id) || name.toLocaleLowerCase().includes(wanted),
  );
  return (
    <Checkbox.Group
      {...inputProps({
        of,
        name: "participants",
        label: t("new.colleagues"),
        help: t("new.colleaguesHelp"),
        optional: true,
      })}
      value={chosen}
      onChange={(participants) => of.set({ participants })}
    >
      {people.length >= MANY && (
        <TextInput
          aria-label={t("new.colleaguesFind")}
          placeholder={t("new.colleaguesFind")}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
          // Enter in this field sends nothing.
          onKeyDown={(event) => event.key === "Enter" && event.preventDefault()}
        />
      )}
      <div className={classes.people}>
        {shown.map(({ id, name }) => (
          <Checkbox
            key={id}
            value={id}
            label={name}
            disabled={chosen.length >= MOST && !chosen.includes(id)}
          />
        ))}
      </div>
    </Checkbox.Group>
  );
}
