/** Fact of a record whose value is chosen in place: a button that opens a menu of the values. */
import { Menu } from "@mantine/core";
import { IconCheck, IconPencil } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { Fact } from "@/components/Facts";
import hidden from "@/components/hidden.module.css";
import classes from "./EditFact.module.css";

export interface Choice {
  value: string;
  label: string;
  /** Words after the label, such as until when a product is in support. */
  note?: string | undefined;
}

interface Props {
  name: string;
  /** Name of the act, for screen readers: "Change severity". */
  label: string;
  /** Value that the record has, among the choices or not. */
  value: string | null;
  choices: readonly Choice[];
  /** Words in place of choices while there are none. */
  none?: string;
  busy?: boolean;
  onOpen?: () => void;
  onChoose: (value: string) => void;
  /** The value as the record shows it. */
  children: ReactNode;
}

export function EditFact({ name, label, value, choices, none, busy, onOpen, onChoose, children }: Props) {
  return (
    <Fact name={name}>
      <Menu
        position="bottom-start"
        width={260}
        hideDetached={false}
        withinPortal={false}
        withInitialFocusPlaceholder={false}
        {...(onOpen ? { onOpen } : {})}
      >
        <Menu.Target>
          <button type="button" className={classes.value} disabled={busy}>
            <span className={hidden.hidden}>{label} </span>
            <span className={classes.shown}>{children}</span>
            <IconPencil size={14} className={classes.pencil} aria-hidden />
          </button>
        </Menu.Target>
        <Menu.Dropdown className={classes.menu}>
          {choices.length === 0 && none && <Menu.Label>{none}</Menu.Label>}
          {choices.map((choice) => (
            <Menu.Item
              key={choice.value}
              aria-current={choice.value === value || undefined}
              leftSection={
                <IconCheck
                  size={16}
                  aria-hidden
                  style={{ visibility: choice.value === value ? "visible" : "hidden" }}
                />
              }
              onClick={() => choice.value !== value && onChoose(choice.value)}
            >
              {choice.label}
              {choice.note && <span className={classes.note}> {choice.note}</span>}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </Fact>
  );
}
