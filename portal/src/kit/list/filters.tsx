/** Filters of a list: each sets its part of the address. */
import { ActionIcon, Button, NativeSelect, SegmentedControl, TextInput } from "@mantine/core";
import { IconArrowRight, IconSearch } from "@tabler/icons-react";
import { type FormEvent, type ReactNode, useState } from "react";
import { characters } from "@/components/text";
import classes from "./list.module.css";
import type { Listing } from "./useListing";

interface FiltersProps {
  children?: ReactNode;
  /** Search and tools of the list, which stay together at the end of the line. */
  ends?: ReactNode;
}

/** Line of the filters of a list, which takes a second line where there is no room. */
export function Filters({ children, ends }: FiltersProps) {
  return (
    <div className={classes.filters}>
      {children}
      {ends && <div className={classes.finding}>{ends}</div>}
    </div>
  );
}

interface FilterProps<S extends object> {
  of: Pick<Listing<unknown, S>, "search" | "set">;
  name: keyof S & string;
  label: string;
}

interface Option {
  value: string;
  label: string;
}

interface Choices {
  /** Values to choose from, or the words of each; the first is empty, and the list's default. */
  choices: readonly Option[] | Readonly<Record<string, string>>;
}

const isList = (choices: Choices["choices"]): choices is readonly Option[] => Array.isArray(choices);

function listed({ choices }: Choices): Option[] {
  if (isList(choices)) return [...choices];
  return Object.entries(choices).map(([value, label]) => ({ value, label }));
}

const chosenOf = <S extends object>({ of, name }: FilterProps<S>) =>
  (of.search[name] as string | undefined) ?? "";

function setOf<S extends object>({ of, name }: FilterProps<S>) {
  return (value: string) => of.set({ [name]: value || undefined } as Partial<S>);
}

/** Choice of a few values, all in sight. */
export function Choice<S extends object>({ choices, ...props }: FilterProps<S> & Choices) {
  return (
    <SegmentedControl
      size="sm"
      className={classes.choice}
      aria-label={props.label}
      value={chosenOf(props)}
      onChange={setOf(props)}
      data={listed({ choices })}
    />
  );
}

/** Choice of many values. */
export function Select<S extends object>({ choices, ...props }: FilterProps<S> & Choices) {
  return (
    <NativeSelect
      size="sm"
      className={classes.select}
      aria-label={props.label}
      value={chosenOf(props)}
      onChange={(event) => setOf(props)(event.currentTarget.value)}
      data={listed({ choices })}
    />
  );
}

interface WordsProps<S extends object> extends FilterProps<S> {
  /** Name of the search among the landmarks of the page. */
  region: string;
  placeholder: string;
  /** Label of the button of a large search. */
  act: string;
  most: number;
  large?: boolean;
  /** Returns the standard spelling of typed text. */
  written?: (text: string) => string;
}

/** Search field of a list, for words or a number. */
export function Words<S extends object>(props: WordsProps<S>) {
  const { label, region, placeholder, act, most, large, written } = props;
  const value = chosenOf(props);
  const [text, setText] = useState(value);
  const [asked, setAsked] = useState(value);
  if (asked !== value) {
    // The search in the bar or Back changed the address under the box.
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
            rightSection: (
              <ActionIcon type="submit" variant="subtle" color="gray" aria-label={act}>
                <IconArrowRight size={16} aria-hidden />
              </ActionIcon>
            ),
          })}
    />
  );
  return (
    <search aria-label={region} className={large ? classes.large : classes.words}>
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
