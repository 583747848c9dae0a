/** Several lines of text. */
import { Textarea, type TextareaProps } from "@mantine/core";
import type { Ref } from "react";
import { CharactersLeft, type FieldProps, inputProps, part, textOf } from "./field";
import type { Values } from "./useFields";

type Own = Pick<
  TextareaProps,
  "rows" | "autosize" | "minRows" | "maxRows" | "autoFocus" | "placeholder" | "onKeyDown" | "onPaste"
>;
type Props<V extends Values> = FieldProps<V> &
  Own & { "data-autofocus"?: boolean; ref?: Ref<HTMLTextAreaElement> };

export function TextArea<V extends Values>(props: Props<V>) {
  const { of, name, label: _, help: __, optional: ___, bare: ____, ...own } = props;
  return (
    <div>
      <Textarea
        rows={4}
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
