/** A password. It is kept in no draft. */
import { PasswordInput, type PasswordInputProps } from "@mantine/core";
import { type FieldProps, inputProps, part, textOf } from "./field";
import type { Values } from "./useFields";

type Own = Pick<PasswordInputProps, "autoComplete" | "autoFocus">;

export function PasswordField<V extends Values>(props: FieldProps<V> & Own) {
  const { of, name, label: _, help: __, optional: ___, bare: ____, ...own } = props;
  return (
    <PasswordInput
      {...own}
      {...inputProps(props)}
      value={textOf(props)}
      onChange={(event) => of.set(part(name, event.currentTarget.value))}
      onBlur={() => of.leave(name)}
    />
  );
}
