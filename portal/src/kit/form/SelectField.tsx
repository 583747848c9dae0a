/** Field for one choice of a list that is too long to be shown whole. */
import { NativeSelect, type NativeSelectProps } from "@mantine/core";
import { type FieldProps, inputProps, part, textOf } from "./field";
import type { Values } from "./useFields";

type Own = Pick<NativeSelectProps, "data" | "children" | "disabled"> & { "data-autofocus"?: boolean };

interface Props<V extends Values> extends FieldProps<V> {
  /** Sets the values of a choice that changes more than this field. */
  onChoose?: (value: string) => void;
  /** Note shown while the field has no error. */
  note?: string | undefined;
}

export function SelectField<V extends Values>({ onChoose, note, ...props }: Props<V> & Own) {
  const { of, name, label: _, help: __, optional: ___, bare: ____, ...own } = props;
  return (
    <NativeSelect
      {...own}
      {...inputProps(props)}
      error={of.errors[name] ?? note}
      value={textOf(props)}
      onChange={(event) => {
        const { value } = event.currentTarget;
        if (onChoose) onChoose(value);
        else of.set(part(name, value));
      }}
      onBlur={() => of.leave(name, true)}
    />
  );
}
