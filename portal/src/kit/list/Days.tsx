/** Filter of a list by days: a button that says which, with a small form. */
import { Button, Popover, TextInput } from "@mantine/core";
import { IconCalendar } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { shortDate } from "@/components/time";
import { useZone } from "@/components/When";
import type { DaysSearch } from "./day";
import classes from "./list.module.css";
import "./texts";

interface Props {
  of: { search: DaysSearch; set: (part: DaysSearch) => void };
  /** Event of the days, such as "Opened". */
  label: string;
  size?: "xs" | "sm";
}

export function Days({ of, label, size = "sm" }: Props) {
  const { t } = useTranslation("list");
  const [open, setOpen] = useState(false);
  const { locale } = useZone();
  const { from, to } = of.search;
  const day = (date: string) => shortDate(date, locale);
  const chosen =
    from && to
      ? t("days.between", { from: day(from), to: day(to) })
      : from
        ? t("days.since", { from: day(from) })
        : to
          ? t("days.until", { to: day(to) })
          : t("days.any");
  function show(days: DaysSearch) {
    setOpen(false);
    of.set(days);
  }
  return (
    <Popover
      opened={open}
      onChange={setOpen}
      position="bottom-start"
      withinPortal={false}
      trapFocus
      returnFocus
    >
      <Popover.Target>
        <Button
          size={size}
          variant="default"
          className={classes.days}
          leftSection={<IconCalendar size={16} aria-hidden />}
          onClick={() => setOpen(!open)}
        >
          {t("days.chosen", { label, days: chosen })}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={label}>
        <Choosing key={`${from} ${to}`} from={from} to={to} onShow={show} />
      </Popover.Dropdown>
    </Popover>
  );
}

function Choosing({ from = "", to = "", onShow }: DaysSearch & { onShow: (days: DaysSearch) => void }) {
  const { t } = useTranslation("list");
  const [first, setFirst] = useState(from);
  const [last, setLast] = useState(to);
  function onSubmit(event: FormEvent) {
    event.preventDefault();
    // A period is between its days, in whatever order they were given.
    const turned = first && last && last < first;
    onShow({ from: (turned ? last : first) || undefined, to: (turned ? first : last) || undefined });
  }
  return (
    <form className={classes.choosing} onSubmit={onSubmit}>
      <TextInput
        type="date"
        size="sm"
        max="9999-12-29"
        label={t("days.from")}
        value={first}
        onChange={(event) => setFirst(event.currentTarget.value)}
      />
      <TextInput
        type="date"
        size="sm"
        max="9999-12-29"
        label={t("days.to")}
        value={last}
        onChange={(event) => setLast(event.currentTarget.value)}
      />
      <div className={classes.ends}>
        <Button size="xs" variant="default" onClick={() => onShow({ from: undefined, to: undefined })}>
          {t("days.all")}
        </Button>
        <Button size="xs" type="submit">
          {t("days.show")}
        </Button>
      </div>
    </form>
  );
}
