/**
 * Several lines of Markdown: a plain text area, above it tools and a preview. Both are loaded with the field; words can
 * be typed before they are there, and where they do not come.
 */
import { Textarea } from "@mantine/core";
import { type KeyboardEvent, lazy, Suspense, useId, useRef, useState } from "react";
import { Boundary } from "@/components/Boundary";
import { CharactersLeft, type FieldProps, inputProps, part, textOf } from "./field";
import classes from "./MarkdownField.module.css";
import type { Values } from "./useFields";

const MarkdownTools = lazy(() => import("./MarkdownTools"));
const MarkdownPreview = lazy(() => import("./MarkdownPreview"));

type Props<V extends Values> = FieldProps<V> & { rows?: number; "data-autofocus"?: boolean };

export function MarkdownField<V extends Values>({ rows = 6, ...props }: Props<V>) {
  const { of, name, label: _, help: __, optional: ___, bare: ____, ...own } = props;
  const { wrapperProps, ...input } = inputProps(props);
  const id = useId();
  const [preview, setPreview] = useState(false);
  // The tools listen for their keys here, once they are loaded.
  const keys = useRef<((event: KeyboardEvent) => void) | undefined>(undefined);
  return (
    <div>
      <Textarea
        {...own}
        {...input}
        {...wrapperProps}
        id={id}
        rows={rows}
        value={textOf(props)}
        onChange={(event) => of.set(part(name, event.currentTarget.value))}
        // Where the tools cannot write as if it were typed, they only report it, which is no change to React.
        onInput={({ nativeEvent, currentTarget }) =>
          nativeEvent instanceof CustomEvent && of.set(part(name, currentTarget.value))
        }
        onBlur={() => of.leave(name)}
        onKeyDown={(event) => keys.current?.(event)}
        // A mistake in the text leads to it, also from its preview.
        onFocus={() => setPreview(false)}
        tabIndex={preview ? -1 : undefined}
        classNames={{ input: classes.input ?? "" }}
        inputContainer={(area) => (
          <div className={classes.frame} data-helped={input.description ? true : undefined}>
            <Boundary instead={null}>
              <Suspense fallback={<div className={classes.bar} />}>
                <MarkdownTools field={id} keys={keys} preview={preview} onPreview={setPreview} />
              </Suspense>
            </Boundary>
            <div className={classes.area} data-hidden={preview || undefined}>
              {area}
            </div>
            {preview && (
              <Suspense fallback={null}>
                <MarkdownPreview field={id} rows={rows} text={textOf(props)} />
              </Suspense>
            )}
          </div>
        )}
      />
      <CharactersLeft {...props} />
    </div>
  );
}
