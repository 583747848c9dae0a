/** An amount of money, in the person's language and with digits of one width. */
import { type Amount, amountOf, moneyWords, shortMoney } from "@/components/money";
import { useZone } from "@/components/When";
import { useHome } from "@/context/home";
import classes from "./show.module.css";

/** Locale of amounts: the person's own, in whatever language, because an amount has no words. */
function useAmountLocale(): string {
  const { locale } = useZone();
  return useHome().data?.person.locale || locale;
}

/** Returns the function that writes an amount in the person's language, for places that take text only. */
export function useMoney() {
  const locale = useAmountLocale();
  return (amount: Amount, bare = false) => moneyWords(amount, locale, bare);
}

/** Returns the function that writes so many minor units in short, for the axis of a plot. */
export function useShortMoney(currency: string) {
  const { locale } = useZone();
  return (minor: number) => shortMoney(minor, currency, locale);
}

type Props = {
  /** Code of the currency by ISO 4217. */
  currency: string;
  /** Without the currency, where a heading says it. */
  bare?: boolean;
} & (
  | {
      /** The server's decimal, "12.50". */
      amount: string;
      minor?: never;
    }
  | {
      /** The amount as a whole number of minor units. */
      minor: number | bigint;
      amount?: never;
    }
);

/** In a table, its column is a `number`: aligned at the right, under its title. */
export function Money({ currency, amount, minor, bare }: Props) {
  const words = useMoney();
  const of = minor === undefined ? { amount, currency } : amountOf(minor, currency);
  return (
    <data value={`${of.amount} ${currency}`} className={classes.money}>
      {words(of, bare)}
    </data>
  );
}
