/** Puts a canned reply of the ticket's queue into the reply that is being written. */
import { Button, Menu } from "@mantine/core";
import { IconMessages } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useCannedReplies } from "@/context/company";
import { useMay } from "@/context/home";
import classes from "./CannedMenu.module.css";

interface Props {
  queue: string;
  onChoose: (text: string) => void;
}

export default function CannedMenu({ queue, onChoose }: Props) {
  const { t } = useTranslation("desk");
  const { data } = useCannedReplies(queue, useMay()("list_canned_replies"));
  if (!data?.length) return null;
  return (
    <Menu
      position="top-start"
      width={280}
      hideDetached={false}
      returnFocus={false}
      withinPortal={false}
      withInitialFocusPlaceholder={false}
    >
      <Menu.Target>
        <Button
          size="compact-sm"
          variant="subtle"
          color="gray"
          leftSection={<IconMessages size={16} aria-hidden />}
        >
          {t("canned")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown className={classes.menu}>
        {data.map(({ id, name, text }) => (
          <Menu.Item key={id} onClick={() => onChoose(text)}>
            {name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
