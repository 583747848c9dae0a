/**
 * Button of the current person: initials in the bar, with the hat next to them where the side bar does not show it.
 */
import { UnstyledButton } from "@mantine/core";
import type { ComponentPropsWithRef } from "react";
import { useTranslation } from "react-i18next";
import { useSession } from "@/context/session";
import { Initials } from "@/kit/show/Person";
import classes from "./PersonMenu.module.css";

export function PersonButton(props: ComponentPropsWithRef<"button">) {
  const { t } = useTranslation();
  const { person, hat } = useSession();
  const words = t("nav.account", { name: person.name, hat: hat.label });
  return (
    <UnstyledButton {...props} className={classes.person} aria-label={words} title={words}>
      <span className={classes.hat}>{hat.label}</span>
      <Initials name={person.name} tint="self" />
    </UnstyledButton>
  );
}
