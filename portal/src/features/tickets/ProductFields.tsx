/** Product and version, only from what the account purchased and still has support for. */
import { useTranslation } from "react-i18next";
import type { Entitlement } from "@/api/types";
import { plainDate } from "@/components/time";
import { useZone } from "@/components/When";
import classes from "@/kit/form/Form.module.css";
import { SelectField } from "@/kit/form/SelectField";
import type { Form } from "@/kit/form/useForm";
import { useEntitlements } from "./api";
import type { TicketValues } from "./form";

interface Choice {
  id: string;
  name: string;
  versions: { id: string; label: string; ended: string | null }[];
}

/** The purchased products, each once, with its versions; a version counts while any of its entitlements does. */
export function choices(entitlements: Entitlement[]): Choice[] {
  const products = new Map<string, Choice>();
  for (const { product, version, in_support, support_until } of entitlements) {
    const choice = products.get(product.id) ?? { id: product.id, name: product.name, versions: [] };
    products.set(product.id, choice);
    const known = choice.versions.find((one) => one.id === version.id);
    const ended = in_support ? null : support_until;
    if (!known) choice.versions.push({ id: version.id, label: version.label, ended });
    else if (in_support) known.ended = null;
  }
  return [...products.values()].sort((a, b) => a.name.localeCompare(b.name));
}

export function ProductFields({ of }: { of: Form<TicketValues> }) {
  const { values, set } = of;
  const { t } = useTranslation("tickets");
  const { t: common } = useTranslation();
  const { locale } = useZone();
  const entitlements = useEntitlements();
  const products = choices(entitlements.data?.items ?? []);
  const product = products.find((one) => one.id === values.product_id);
  const optional = values.type !== "issue" && values.type !== "";
  const usable = (choice: Choice) => choice.versions.some((version) => version.ended === null);

  function chooseProduct(id: string) {
    const open = products.find((one) => one.id === id)?.versions.filter((version) => version.ended === null);
    // With a single version in support there is nothing to choose.
    set({ product_id: id, version_id: open?.length === 1 ? (open[0]?.id ?? "") : "" });
  }

  return (
    <div className={classes.pair}>
      <SelectField
        of={of}
        name="product_id"
        label={t("new.product")}
        optional={optional}
        help={t("new.productHelp")}
        disabled={entitlements.isPending}
        onChoose={chooseProduct}
        note={
          entitlements.isError
            ? common("problem.unavailable")
            : entitlements.isSuccess && !products.some(usable) && values.type === "issue"
              ? t("new.noProducts")
              : undefined
        }
      >
        <option value="">{t(optional ? "new.productNone" : "new.productChoose")}</option>
        {products.map((choice) => (
          <option key={choice.id} value={choice.id} disabled={!usable(choice)}>
            {usable(choice) ? choice.name : ended(choice.name, choice.versions[0]?.ended ?? null)}
          </option>
        ))}
      </SelectField>
      {product && (
        <SelectField of={of} name="version_id" label={t("new.version")}>
          <option value="">{t("new.versionChoose")}</option>
          {product.versions.map((version) => (
            <option key={version.id} value={version.id} disabled={version.ended !== null}>
              {ended(version.label, version.ended)}
            </option>
          ))}
        </SelectField>
      )}
    </div>
  );

  function ended(label: string, on: string | null): string {
    return on ? t("new.ended", { label, date: plainDate(on, locale) }) : label;
  }
}
