/** Who is here and in which hat; the hat's name is always in view. */
import { UnstyledButton } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import type { ComponentPropsWithRef } from "react";
import { useTranslation } from "react-i18next";
import classes from "./PersonMenu.module.css";
import { useSession } from "./session";

export function PersonButton(props: ComponentPropsWithRef<"button">) {
  const { t } = useTranslation();
  const { person, hat } = useSession();
  return (
    <UnstyledButton
      {...props}
      className={classes.person}
      aria-label={t("nav.account", { name: person.name, hat: hat.label })}
    >
      <span className={classes.names}>
        <span className={classes.name}>{person.name}</span>
        <span className={classes.hat}>{hat.label}</span>
      </span>
      <IconChevronDown size={16} aria-hidden className={classes.arrow} />
    </UnstyledButton>
  );
}
