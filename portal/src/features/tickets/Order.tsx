/** Order of a list of tickets, and the days that it shows. Both are of one time: the target, the change or the opening. */
import { NativeSelect } from "@mantine/core";
import { Days } from "@/kit/list/Days";
import classes from "@/kit/list/list.module.css";
import { type OrderSearch, orderIn } from "./order";
import { ORDERS } from "./search";
import { useTicketWords } from "./words";

interface Props {
  of: { search: OrderSearch; set: (part: OrderSearch) => void };
  /** Whether the list is of tickets to be done, by their targets. */
  urgent?: boolean;
  size?: "xs" | "sm";
}

export function Order({ of, urgent = false, size = "sm" }: Props) {
  const t = useTicketWords();
  const order = orderIn(of.search, urgent);
  const opened = order === "newest" || order === "oldest";
  const usual = urgent ? "due" : "latest_change";
  return (
    <>
      <NativeSelect
        size={size}
        className={classes.select}
        aria-label={t("list.order")}
        value={order ?? ""}
        onChange={(event) => {
          const chosen = ORDERS.find((one) => one === event.currentTarget.value);
          of.set({ order: chosen });
        }}
        data={[
          { value: "", label: t(`list.orders.${usual}`) },
          ...ORDERS.filter((one) => orderIn({ order: one }, urgent)).map((value) => ({
            value,
            label: t(`list.orders.${value}`),
          })),
        ]}
      />
      <Days of={of} label={t(opened ? "list.opened" : urgent ? "list.due" : "list.changed")} size={size} />
    </>
  );
}
