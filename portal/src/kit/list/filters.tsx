/** The filters of a list: each sets its part of the address. */
import { ActionIcon, Button, NativeSelect, SegmentedControl, TextInput } from "@mantine/core";
import { IconArrowRight, IconSearch } from "@tabler/icons-react";
import { type FormEvent, type ReactNode, useState } from "react";
import { characters } from "@/components/text";
import classes from "./list.module.css";
import type { Listing } from "./useListing";

/** The filters of a list that is part of a page. */
export function Filters({ children }: { children: ReactNode }) {
  return <div className={classes.filters}>{children}</div>;
}

interface FilterProps<S extends object> {
  of: Pick<Listing<unknown, S>, "search" | "set">;
  name: keyof S & string;
  label: string;
}

interface Choices {
  /** The first, whose value is empty, is what the list shows without a choice. */
  choices: readonly { value: string; label: string }[];
}

const chosenOf = <S extends object>({ of, name }: FilterProps<S>) =>
  (of.search[name] as string | undefined) ?? "";

function setOf<S extends object>({ of, name }: FilterProps<S>) {
  return (value: string) => of.set({ [name]: value || undefined } as Partial<S>);
}

/** A choice of a few, all in sight. */
export function Choice<S extends object>({ choices, ...props }: FilterProps<S> & Choices) {
  return (
    <SegmentedControl
      size="sm"
      aria-label={props.label}
      value={chosenOf(props)}
      onChange={setOf(props)}
      data={[...choices]}
    />
  );
}

/** A choice of many. */
export function Select<S extends object>({ choices, ...props }: FilterProps<S> & Choices) {
  return (
    <NativeSelect
      size="sm"
      aria-label={props.label}
      value={chosenOf(props)}
      onChange={(event) => setOf(props)(event.currentTarget.value)}
      data={[...choices]}
    />
  );
}

interface WordsProps<S extends object> extends FilterProps<S> {
  /** What the search is called among the landmarks of the page. */
  region: string;
  placeholder: string;
  /** The act in words: on the button of a large one. */
  act: string;
  most: number;
  large?: boolean;
  /** What was typed in its written form. */
  written?: (text: string) => string;
}

/** Words or a number to search the list by. */
export function Words<S extends object>(props: WordsProps<S>) {
  const { label, region, placeholder, act, most, large, written } = props;
  const value = chosenOf(props);
  const [text, setText] = useState(value);
  const [asked, setAsked] = useState(value);
  if (asked !== value) {
    // The address changed under the box, by the search in the bar or by Back.
    setAsked(value);
    setText(value);
  }
  function onSubmit(event: FormEvent) {
    event.preventDefault();
    setOf(props)(written?.(text) ?? text.trim());
  }
  const box = (
    <TextInput
      type={large ? "search" : "text"}
      size={large ? "md" : "sm"}
      aria-label={label}
      placeholder={placeholder}
      value={text}
      error={characters(text) > most || undefined}
      maxLength={most}
      onChange={(event) => setText(event.currentTarget.value)}
      {...(large
        ? { leftSection: <IconSearch size={18} aria-hidden /> }
        : {
            w: 170,
            rightSection: (
              <ActionIcon type="submit" variant="subtle" color="gray" aria-label={act}>
                <IconArrowRight size={16} aria-hidden />
              </ActionIcon>
            ),
          })}
    />
  );
  return (
    <search
      aria-label={region}
      data-end={large ? undefined : true}
      className={large ? classes.large : undefined}
    >
      {large ? (
        <form className={classes.large} onSubmit={onSubmit}>
          {box}
          <Button type="submit" size="md">
            {act}
          </Button>
        </form>
      ) : (
        <form onSubmit={onSubmit}>{box}</form>
      )}
    </search>
  );
}
