/** Dialog of one custom field: its words, its options, who sees it and when. */
import { useTranslation } from "react-i18next";
import { CheckField } from "@/kit/form/CheckField";
import { SelectField } from "@/kit/form/SelectField";
import { TextField } from "@/kit/form/TextField";
import type { CustomField, FieldKind } from "../documents";
import classes from "../settings.module.css";
import { ThingDialog } from "../ThingDialog";
import "../texts";
import { OptionList } from "./OptionList";
import { useValueLabel } from "./useValueLabel";
import { FACES, fieldOf, hasOptions, KINDS, valuesOf, valuesOfField } from "./values";

interface Props {
  /** The field as it is; absent for a new one. */
  field: CustomField | undefined;
  /** Fields before this one: a condition names one of them. */
  fields: readonly CustomField[];
  taken: readonly string[];
  known: readonly string[];
  onWritten: (field: CustomField) => void;
  onClose: () => void;
}

export function FieldDialog({ field, fields, taken, known, onWritten, onClose }: Props) {
  const { t } = useTranslation("settings");
  const deciding = fields.filter((one) => !one.retired && valuesOfField(one).length > 0);
  const labelOf = useValueLabel();
  const choicesOf = (id: string) => {
    const decides = deciding.find((one) => one.id === id);
    return valuesOfField(decides).map((value) => ({ value, label: labelOf(decides, value) }));
  };
  const isFixed = field !== undefined && known.includes(field.id);
  return (
    <ThingDialog
      title={field ? t("fields.changeTitle", { name: field.label.en ?? field.id }) : t("fields.add")}
      start={valuesOf(field)}
      rules={{
        label_en: (label) => (label.trim() ? null : t("fields.labelMissing")),
        options: (options, { kind }) =>
          hasOptions(kind) && !options.some(({ en, retired }) => en.trim() && !retired)
            ? t("fields.optionsMissing")
            : null,
        is: (is, { decides }) => (decides && is.length === 0 ? t("fields.valuesMissing") : null),
      }}
      onWritten={(values) => onWritten(fieldOf(values, field, taken))}
      onClose={onClose}
    >
      {(form) => (
        <>
          {!isFixed && (
            <SelectField
              of={form}
              name="kind"
              label={t("fields.kindLabel")}
              help={t("fields.kindHelp")}
              data={KINDS.map((value: FieldKind) => ({ value, label: t(`fields.kind.${value}`) }))}
            />
          )}
          <div className={classes.pair}>
            <TextField of={form} name="label_en" label={t("fields.labelEn")} autoComplete="off" />
            <TextField of={form} name="label_es" label={t("fields.labelEs")} optional autoComplete="off" />
          </div>
          <div className={classes.pair}>
            <TextField of={form} name="help_en" label={t("fields.helpEn")} optional autoComplete="off" />
            <TextField of={form} name="help_es" label={t("fields.helpEs")} optional autoComplete="off" />
          </div>
          {hasOptions(form.values.kind) && <OptionList of={form} error={form.errors.options} />}
          <CheckField
            of={form}
            name="shown_for"
            label={t("fields.shownFor")}
            help={t("fields.shownForHelp")}
            choices={FACES.map((value) => ({ value, label: t(`faces.${value}`) }))}
          />
          <CheckField
            of={form}
            name="required_for"
            label={t("fields.requiredFor")}
            choices={FACES.map((value) => ({ value, label: t(`faces.${value}`) }))}
          />
          {deciding.length > 0 && (
            <SelectField
              of={form}
              name="decides"
              label={t("fields.shownIf")}
              onChoose={(decides) => form.set({ decides, is: [] })}
              data={[
                { value: "", label: t("fields.always") },
                ...deciding.map(({ id, label }) => ({ value: id, label: label.en ?? id })),
              ]}
            />
          )}
          {form.values.decides && (
            <CheckField
              of={form}
              name="is"
              label={t("fields.values")}
              choices={choicesOf(form.values.decides)}
            />
          )}
        </>
      )}
    </ThingDialog>
  );
}
