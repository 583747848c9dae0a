/** Several of a few choices. */
import { Checkbox } from "@mantine/core";
import classes from "./Form.module.css";
import { type FieldProps, inputProps, part } from "./field";
import type { Values } from "./useFields";

interface Props<V extends Values> extends FieldProps<V> {
  choices: readonly { value: string; label: string }[];
}

export function CheckField<V extends Values>({ choices, ...props }: Props<V>) {
  const { of, name } = props;
  const { name: _, ...input } = inputProps(props);
  return (
    <Checkbox.Group
      {...input}
      value={of.values[name] as string[]}
      onChange={(value) => of.set(part(name, value))}
    >
      <div className={classes.choices}>
        {choices.map(({ value, label }) => (
          <Checkbox key={value} value={value} label={label} />
        ))}
      </div>
    </Checkbox.Group>
  );
}
