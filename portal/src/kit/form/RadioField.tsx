/** One of a few choices, each with a word of help, all in sight. */
import { Radio } from "@mantine/core";
import classes from "./Form.module.css";
import { type FieldProps, inputProps, part, textOf } from "./field";
import type { Values } from "./useFields";

interface Props<V extends Values> extends FieldProps<V> {
  choices: readonly { value: string; label: string; help?: string }[];
  /** Side by side where there is room; narrow ones have labels of a word or two. */
  columns?: boolean | "narrow";
}

export function RadioField<V extends Values>({ choices, columns, ...props }: Props<V>) {
  const { of, name } = props;
  const chosen = textOf(props);
  return (
    <Radio.Group {...inputProps(props)} value={chosen} onChange={(value) => of.set(part(name, value))}>
      <div className={classes.choices} data-columns={columns === true ? "wide" : columns || undefined}>
        {choices.map(({ value, label, help }) => (
          <div key={value} className={classes.choice} data-checked={chosen === value || undefined}>
            <Radio value={value} label={label} description={help} />
          </div>
        ))}
      </div>
    </Radio.Group>
  );
}
