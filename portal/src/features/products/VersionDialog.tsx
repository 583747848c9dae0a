/** Dialog in which a version is added to a product, or one of its versions is changed. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { WRITE_PRODUCT_VERSION_LABEL } from "@/api/limits";
import type { Product } from "@/api/types";
import { chosen, type Rule, text } from "@/kit/form/rules";
import { SelectField } from "@/kit/form/SelectField";
import { TextField } from "@/kit/form/TextField";
import type { AskedRow } from "@/kit/list/acts";
import { ActDialog } from "@/kit/record/ActDialog";
import "./texts";

interface Values {
  /** ID of the version; empty for a new one. */
  id: string;
  label: string;
  released_on: string;
  supported_until: string;
}

const NEW: Values = { id: "", label: "", released_on: "", supported_until: "" };

export default function VersionDialog({ row: product, act, onClose }: AskedRow<Product>) {
  const { t } = useTranslation("products");
  const { id, name, versions } = product;
  const [opened, setOpened] = useState<Values>(NEW);
  function valuesOf(chosenId: string): Values {
    const found = versions.find((one) => one.id === chosenId);
    return found ? { ...found, supported_until: found.supported_until ?? "" } : NEW;
  }
  const notBefore: Rule<string, Values> = (value, { released_on: day }) =>
    value && day && value < day ? t("tooEarly") : null;
  /** Version as it is now, with what was changed of the one that was chosen. */
  function newest(of: string, written: Omit<Values, "id">) {
    const now = opened.id === of ? valuesOf(of) : written;
    const part = (field: keyof typeof written) =>
      written[field] === opened[field] ? now[field] : written[field];
    return {
      label: part("label"),
      released_on: part("released_on"),
      supported_until: part("supported_until") || null,
    };
  }
  return (
    <ActDialog<Values>
      act={act}
      onClose={onClose}
      title={t("version.title", { name })}
      submit={t("version.submit")}
      done={t("version.done")}
      draft={`product-version-${id}`}
      start={NEW}
      pointers={{ versions: "label" }}
      rules={{
        label: text(WRITE_PRODUCT_VERSION_LABEL),
        released_on: chosen(),
        supported_until: notBefore,
      }}
      send={({ id: of, ...written }) =>
        (header) =>
          api.PATCH("/v1/products/{id}", {
            params: { path: { id }, header },
            body: { versions: [{ ...newest(of, written), id: of || null }] },
          })
        }
    >
      {(of) => (
        <>
          <SelectField
            of={of}
            name="id"
            label={t("which")}
            help={t("whichHelp")}
            data={[
              { value: "", label: t("another") },
              ...versions.map(({ id: value, label }) => ({ value, label })),
            ]}
            onChoose={(value) => {
              setOpened(valuesOf(value));
              of.set(valuesOf(value));
            }}
            data-autofocus
          />
          <TextField of={of} name="label" label={t("label")} help={t("labelHelp")} />
          <TextField of={of} name="released_on" label={t("releasedOn")} type="date" />
          <TextField
            of={of}
            name="supported_until"
            label={t("supportedUntil")}
            help={t("supportedHelp")}
            type="date"
            optional
          />
        </>
      )}
    </ActDialog>
  );
}
