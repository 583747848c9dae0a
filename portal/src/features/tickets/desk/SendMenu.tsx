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
  /** Whether files are added: not every way takes them along. */
  files: boolean;
}

export default function SendMenu({ ways, choose, busy, files }: Props) {
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
        {ways.map(({ name, label, send }) => (
          <Menu.Item key={name} disabled={files && send !== undefined} onClick={() => choose(name)}>
            {label}
          </Menu.Item>
        ))}
        <Menu.Label>{t(files ? "ways.files" : "ways.keys")}</Menu.Label>
      </Menu.Dropdown>
    </Menu>
  );
}
