/** Dialog in which a purchase of an account is added, or its units and dates are changed. */
import { useTranslation } from "react-i18next";
import { api, once } from "@/api/client";
import { useProducts } from "@/context/products";
import { chosen, type Rule } from "@/kit/form/rules";
import { SelectField } from "@/kit/form/SelectField";
import { TextArea } from "@/kit/form/TextArea";
import { TextField } from "@/kit/form/TextField";
import type { AskedRow } from "@/kit/list/acts";
import { ActDialog } from "@/kit/record/ActDialog";
import type { Purchase } from "./purchase";
import "./texts";

const ALL = "/v1/accounts/{id}/entitlements";
const ONE = "/v1/accounts/{id}/entitlements/{entitlement_id}";

/** The server's largest number of units. */
const MOST_UNITS = 1_000_000;

/** The ID of a purchase that is yet to be added is empty. */
interface Props extends AskedRow<Purchase> {
  account: string;
}

interface Values {
  product_id: string;
  version_id: string;
  quantity: string;
  serials: string;
  purchased_on: string;
  warranty_until: string;
  support_until: string;
}

/** Returns the lines of a text that are not empty. */
function linesOf(text: string) {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

function startOf({ product, versionId, quantity, serials, ...dates }: Purchase): Values {
  return {
    product_id: product.id,
    version_id: versionId,
    quantity: String(quantity),
    serials: serials.join("\n"),
    purchased_on: dates.purchased_on,
    warranty_until: dates.warranty_until ?? "",
    support_until: dates.support_until,
  };
}

function bodyOf({ quantity, serials, warranty_until, ...values }: Values) {
  return {
    ...values,
    quantity: Number(quantity),
    serials: linesOf(serials),
    warranty_until: warranty_until || null,
  };
}

export default function PurchaseDialog({ account, row, act, onClose }: Props) {
  const { t } = useTranslation("accounts");
  const products = useProducts().data ?? [];
  const how = row.id ? "alter" : "add";
  const units: Rule<string, Values> = (value) =>
    /^\d+$/.test(value) && Number(value) >= 1 && Number(value) <= MOST_UNITS ? null : t("needUnits");
  const notBefore: Rule<string, Values> = (value, { purchased_on: day }) =>
    value && day && value < day ? t("tooEarly") : null;
  const versionsOf = (id: string) => products.find((product) => product.id === id)?.versions ?? [];
  return (
    <ActDialog<Values>
      act={act}
      onClose={onClose}
      title={t(`${how}.title`, { name: `${row.product.name} ${row.label}` })}
      submit={t(`${how}.submit`)}
      done={t(`${how}.done`)}
      draft={`purchase-${row.id || account}`}
      start={startOf(row)}
      rules={{
        product_id: chosen(t("needProduct")),
        version_id: chosen(t("needVersion")),
        quantity: units,
        purchased_on: chosen(),
        warranty_until: notBefore,
        support_until: (value, values) => chosen()(value, values) ?? notBefore(value, values),
      }}
      {...(row.id && {
        told: (values: Values) => ({
          quantity: [t("quantity"), values.quantity],
          serials: [t("serials"), values.serials],
          purchased_on: [t("purchasedOn"), values.purchased_on],
          warranty_until: [t("warrantyUntil"), values.warranty_until],
          support_until: [t("contractUntil"), values.support_until],
        }),
      })}
      send={(values, key) => (header) =>
        row.id
          ? api.PATCH(ONE, {
              params: { path: { id: account, entitlement_id: row.id }, header },
              body: bodyOf(values),
            })
          : api.POST(ALL, {
              params: { path: { id: account }, ...once(key).params },
              body: bodyOf(values),
            })
      }
    >
      {(of) => (
        <>
          {!row.id && (
            <>
              <SelectField
                of={of}
                name="product_id"
                label={t("product")}
                data={[
                  { value: "", label: t("pick") },
                  ...products.map(({ id, name }) => ({ value: id, label: name })),
                ]}
                onChoose={(product_id) => of.set({ product_id, version_id: "" })}
                data-autofocus
              />
              <SelectField
                of={of}
                name="version_id"
                label={t("version")}
                data={[
                  { value: "", label: t("pick") },
                  ...versionsOf(of.values.product_id).map(({ id, label }) => ({ value: id, label })),
                ]}
                disabled={!of.values.product_id}
              />
            </>
          )}
          <TextField of={of} name="quantity" label={t("quantity")} inputMode="numeric" />
          <TextArea of={of} name="serials" label={t("serials")} help={t("serialsHelp")} rows={3} optional />
          <TextField of={of} name="purchased_on" label={t("purchasedOn")} type="date" />
          <TextField of={of} name="warranty_until" label={t("warrantyUntil")} type="date" optional />
          <TextField of={of} name="support_until" label={t("contractUntil")} type="date" />
        </>
      )}
    </ActDialog>
  );
}
