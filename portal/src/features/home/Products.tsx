/** What the account purchased that we answer for, and until when. */
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { plainDate } from "@/components/time";
import { useZone } from "@/components/When";
import { useEntitlements } from "@/context/company";
import { usePlaces } from "@/context/places";
import { Block } from "./Block";
import classes from "./HomePage.module.css";

/** As many as stand beside the tickets. */
const MOST = 4;

export function Products() {
  const { t } = useTranslation("home");
  const { locale } = useZone();
  const places = usePlaces();
  const { data } = useEntitlements();
  const covered = data?.items.filter((one) => one.in_support) ?? [];
  if (covered.length === 0) return null;
  // The one whose support ends first is the one to think of.
  const first = [...covered].sort((one, other) => (one.support_until < other.support_until ? -1 : 1));
  return (
    <Block title={t("products")} count={covered.length} size="narrow">
      <ul className={classes.panel}>
        {first.slice(0, MOST).map((one) => (
          <li key={one.id}>
            <Link to={places.knowledge} search={{ product: one.product.id }} className={classes.row}>
              <span className={classes.words}>
                <span className={classes.name}>
                  {one.product.name} {one.version.label}
                </span>{" "}
                <span className={classes.meta}>
                  {t("supportUntil", { date: plainDate(one.support_until, locale) })}
                </span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </Block>
  );
}
