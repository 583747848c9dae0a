/** Products that the account purchased, with the end of their support. */
import { useTranslation } from "react-i18next";
import { plainDate } from "@/components/time";
import { useZone } from "@/components/When";
import { useEntitlements } from "@/context/company";
import { usePlaces } from "@/context/places";
import type { WidgetProps } from "@/kit/feature/feature";
import { Block } from "@/kit/home/Block";
import { Panel, PanelRow } from "@/kit/home/Panel";
import "./texts";

/** Most products on the home page. */
const MOST = 4;

export function Products({ frame }: WidgetProps) {
  const { t } = useTranslation("accounts");
  const { locale } = useZone();
  const places = usePlaces();
  const { data } = useEntitlements();
  const covered = data?.items.filter((one) => one.in_support) ?? [];
  if (covered.length === 0) return null;
  // The product whose support ends first comes first.
  const first = [...covered].sort((one, other) => (one.support_until < other.support_until ? -1 : 1));
  return (
    <Block {...frame} count={covered.length}>
      <Panel>
        {first.slice(0, MOST).map((one) => (
          <PanelRow
            key={one.id}
            link={{ to: places.knowledge, search: { product: one.product.id } }}
            name={`${one.product.name} ${one.version.label}`}
            meta={t("supportUntil", { date: plainDate(one.support_until, locale) })}
          />
        ))}
      </Panel>
    </Block>
  );
}
