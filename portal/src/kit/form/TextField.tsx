/** One line of text: a name, an address, a time. */
import { TextInput, type TextInputProps } from "@mantine/core";
import { CharactersLeft, type FieldProps, inputProps, part, textOf } from "./field";
import type { Values } from "./useFields";

type Own = Pick<TextInputProps, "type" | "autoComplete" | "autoFocus" | "placeholder" | "inputMode">;
type Props<V extends Values> = FieldProps<V> & Own & { "data-autofocus"?: boolean };

export function TextField<V extends Values>(props: Props<V>) {
  const { of, name, label: _, help: __, optional: ___, bare: ____, ...own } = props;
  return (
    <div>
      <TextInput
        {...own}
        {...inputProps(props)}
        value={textOf(props)}
        onChange={(event) => of.set(part(name, event.currentTarget.value))}
        onBlur={() => of.leave(name)}
      />
      <CharactersLeft {...props} />
    </div>
  );
}
