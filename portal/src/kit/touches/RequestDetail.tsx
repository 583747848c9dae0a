/** Request of a touch, behind a button: only those who look into our logs need its number. */
import { ActionIcon, Popover } from "@mantine/core";
import { IconInfoCircle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { RequestId } from "@/components/RequestId";
import classes from "./touches.module.css";
import "./texts";

export function RequestDetail({ id }: { id: string }) {
  const { t } = useTranslation("touches");
  return (
    <Popover position="left" withinPortal={false} hideDetached={false} trapFocus returnFocus>
      <Popover.Target>
        <ActionIcon variant="subtle" color="gray" size={24} aria-label={t("detail")} title={t("detail")}>
          <IconInfoCircle size={16} aria-hidden />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown className={classes.detail} aria-label={t("detail")}>
        <RequestId id={id} />
      </Popover.Dropdown>
    </Popover>
  );
}
