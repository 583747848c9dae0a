/** Dialog in which a product is written, or its name and code are changed. */
import { useTranslation } from "react-i18next";
import { api, once } from "@/api/client";
import { WRITE_PRODUCT_CODE, WRITE_PRODUCT_NAME } from "@/api/limits";
import type { Product } from "@/api/types";
import { type Rule, text } from "@/kit/form/rules";
import { TextField } from "@/kit/form/TextField";
import type { AskedRow } from "@/kit/list/acts";
import { ActDialog } from "@/kit/record/ActDialog";
import "./texts";

/** The ID of a product that is yet to be written is empty. */
interface Props extends AskedRow<Product> {
  how: "write" | "change";
}

export default function ProductDialog({ row: { id, name, code }, how, act, onClose }: Props) {
  const { t } = useTranslation("products");
  const within = text(WRITE_PRODUCT_CODE);
  const codes: Rule<string, unknown> = (value, values) =>
    within(value, values) ?? (/^[A-Za-z0-9-]+$/.test(value.trim()) ? null : t("needCode"));
  return (
    <ActDialog
      act={act}
      onClose={onClose}
      title={t(`${how}.title`, { name })}
      submit={t(`${how}.submit`)}
      done={t(`${how}.done`)}
      draft={`product-${id}`}
      start={{ name, code }}
      rules={{ name: text(WRITE_PRODUCT_NAME), code: Object.assign(codes, { limit: WRITE_PRODUCT_CODE }) }}
      told={(values) => ({ name: [t("name"), values.name], code: [t("code"), values.code] })}
      send={(body, key, changed) => (header) =>
        id
          ? api.PATCH("/v1/products/{id}", { params: { path: { id }, header }, body: changed })
          : api.POST("/v1/products", { ...once(key), body })
      }
    >
      {(of) => (
        <>
          <TextField of={of} name="name" label={t("name")} data-autofocus />
          <TextField of={of} name="code" label={t("code")} help={t("codeHelp")} />
        </>
      )}
    </ActDialog>
  );
}
