/** Menu of the acts on a record that are seldom used. */
import { Button, type ButtonProps, Menu } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import classes from "./record.module.css";
import "./texts";

interface Props {
  acts: readonly { name: string; label: string; shortcut?: string; begin: () => void }[];
  size: ButtonProps["size"];
}

export default function MoreActs({ acts, size }: Props) {
  const { t } = useTranslation("record");
  return (
    <Menu
      position="bottom-end"
      width={240}
      hideDetached={false}
      withinPortal={false}
      withInitialFocusPlaceholder={false}
    >
      <Menu.Target>
        <Button size={size} variant="default" aria-label={t("more")}>
          <IconDots size={16} aria-hidden />
        </Button>
      </Menu.Target>
      <Menu.Dropdown className={classes.menu}>
        {acts.map(({ name, label, shortcut, begin }) => (
          <Menu.Item
            key={name}
            aria-keyshortcuts={shortcut}
            rightSection={shortcut && <kbd aria-hidden>{shortcut}</kbd>}
            onClick={begin}
          >
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
