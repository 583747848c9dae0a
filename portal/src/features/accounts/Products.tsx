/** What the account purchased that we answer for, and until when. */
import { useTranslation } from "react-i18next";
import { plainDate } from "@/components/time";
import { useZone } from "@/components/When";
import { useEntitlements } from "@/context/company";
import { usePlaces } from "@/context/places";
import type { WidgetProps } from "@/kit/feature/feature";
import { Block } from "@/kit/home/Block";
import { Panel, PanelRow } from "@/kit/home/Panel";
import "./texts";

/** As many as there is room for beside the tickets. */
const MOST = 4;

export function Products({ frame }: WidgetProps) {
  const { t } = useTranslation("accounts");
  const { locale } = useZone();
  const places = usePlaces();
  const { data } = useEntitlements();
  const covered = data?.items.filter((one) => one.in_support) ?? [];
  if (covered.length === 0) return null;
  // The one whose support ends first is the one to think of.
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
