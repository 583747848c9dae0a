/** Values of the company's fields among the facts of a ticket, retired fields as well. */
import { Fact } from "@/components/Facts";
import { useTicketFields } from "../api";
import classes from "./FieldFacts.module.css";
import type { FieldValues } from "./values";
import { useFieldWords } from "./words";

export function FieldFacts({ values: given }: { values: FieldValues | null | undefined }) {
  const values = given ?? {};
  const ids = Object.keys(values);
  const { data } = useTicketFields(ids.length > 0);
  const { shown } = useFieldWords();
  if (!data) return null;
  const fields = data.items.filter(({ id }) => values[id] !== undefined);
  // A field of before has no more than a name.
  const named = ids.filter((id) => !data.items.some((field) => field.id === id));
  return (
    <>
      {fields.map((field) => (
        <Fact key={field.id} name={field.label}>
          <span className={classes.value}>{shown(field, values[field.id] ?? "")}</span>
        </Fact>
      ))}
      {named.map((id) => (
        <Fact key={id} name={id}>
          <span className={classes.value}>{String(values[id])}</span>
        </Fact>
      ))}
    </>
  );
}
