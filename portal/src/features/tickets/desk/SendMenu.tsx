/** Menu of the other ways to send a reply, joined to the button that sends it alone. */
import { Button, Menu } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Way } from "../Composer";
import classes from "./CannedMenu.module.css";

interface Props {
  ways: readonly Way[];
  choose: (way: string) => void;
  busy: boolean;
}

export default function SendMenu({ ways, choose, busy }: Props) {
  const { t } = useTranslation("desk");
  return (
    <Menu
      position="top-end"
      width={280}
      hideDetached={false}
      withinPortal={false}
      withInitialFocusPlaceholder={false}
    >
      <Menu.Target>
        <Button className={classes.more} size="sm" aria-label={t("ways.more")} disabled={busy}>
          <IconChevronDown size={16} aria-hidden />
        </Button>
      </Menu.Target>
      <Menu.Dropdown className={classes.menu}>
        {ways.map(({ name, label }) => (
          <Menu.Item key={name} onClick={() => choose(name)}>
            {label}
          </Menu.Item>
        ))}
        <Menu.Label>{t("ways.keys")}</Menu.Label>
      </Menu.Dropdown>
    </Menu>
  );
}
