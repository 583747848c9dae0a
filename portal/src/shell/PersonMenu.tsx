/** Menu of the current person: another hat, profile, colours, signing out. Loaded when it is first opened. */
import { type MantineColorScheme, Menu, useMantineColorScheme } from "@mantine/core";
import {
  IconDeviceDesktop,
  IconKeyboard,
  IconLayoutGrid,
  IconLogout,
  IconMoon,
  IconSearch,
  IconSun,
  IconUserCircle,
} from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { signOut, wearHat } from "@/api/session";
import { toast } from "@/components/toasts";
import { useSingleKeys } from "@/context/keys";
import { usePlaces } from "@/context/places";
import { useSession } from "@/context/session";
import { PersonButton } from "./PersonButton";
import classes from "./PersonMenu.module.css";

const SCHEMES = [
  { value: "light", icon: IconSun },
  { value: "dark", icon: IconMoon },
  { value: "auto", icon: IconDeviceDesktop },
] as const;

export interface PersonMenuProps {
  onSearch: () => void;
  /** Shows the keys of the page. */
  onKeys: () => void;
}

export default function PersonMenu({ onSearch, onKeys }: PersonMenuProps) {
  const { t } = useTranslation();
  const { person, hat, hats } = useSession();
  const places = usePlaces();
  const keys = useSingleKeys();
  const button = useRef<HTMLButtonElement>(null);
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const change = (id: string) => wearHat(id).catch(() => toast(t("problem.unexpected"), "error"));
  return (
    <Menu
      position="bottom-end"
      width={260}
      defaultOpened
      withinPortal={false}
      withInitialFocusPlaceholder={false}
      onClose={() => button.current?.focus()}
    >
      <Menu.Target>
        <PersonButton ref={button} />
      </Menu.Target>
      <Menu.Dropdown className={classes.menu}>
        <div className={classes.self} role="presentation">
          <strong>{person.name}</strong>
          <span>{hat.label}</span>
          <span>{person.email}</span>
        </div>
        <Menu.Divider />
        {hats.length > 1 && (
          <>
            <Menu.Label>{t("nav.hatNow")}</Menu.Label>
            <Menu.RadioGroup value={hat.id} onChange={(id) => id !== hat.id && void change(id)}>
              {hats.map((one) => (
                <Menu.RadioItem key={one.id} value={one.id} closeMenuOnClick>
                  {one.label}
                </Menu.RadioItem>
              ))}
            </Menu.RadioGroup>
            <Menu.Divider />
          </>
        )}
        <Menu.Item component={Link} to={places.profile} leftSection={<IconUserCircle size={16} />}>
          {t("nav.profile")}
        </Menu.Item>
        <Menu.Item component={Link} to={places.layout} leftSection={<IconLayoutGrid size={16} />}>
          {t("nav.layout")}
        </Menu.Item>
        <Menu.Item leftSection={<IconSearch size={16} />} onClick={onSearch}>
          {t("nav.searchOpen")}
        </Menu.Item>
        <Menu.Item leftSection={<IconKeyboard size={16} />} onClick={onKeys}>
          {t("keys.title")}
        </Menu.Item>
        <Menu.CheckboxItem checked={keys.on} onChange={keys.turn}>
          {t("nav.slash")}
        </Menu.CheckboxItem>
        <Menu.Divider />
        <Menu.Label>{t("nav.scheme")}</Menu.Label>
        <Menu.RadioGroup
          value={colorScheme}
          onChange={(value) => setColorScheme(value as MantineColorScheme)}
        >
          {SCHEMES.map(({ value, icon: Sign }) => (
            <Menu.RadioItem key={value} value={value} rightSection={<Sign size={16} aria-hidden />}>
              {t(value === "auto" ? "nav.system" : `nav.${value}`)}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => void signOut()}>
          {t("nav.signOut")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
