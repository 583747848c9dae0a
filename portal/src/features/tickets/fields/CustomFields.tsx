/** The company's fields in a form. A field whose condition does not hold is not there. */
import { useTranslation } from "react-i18next";
import type { TicketField } from "@/api/types";
import { CheckField } from "@/kit/form/CheckField";
import { SelectField } from "@/kit/form/SelectField";
import { TextArea } from "@/kit/form/TextArea";
import { TextField } from "@/kit/form/TextField";
import type { Fields } from "@/kit/form/useFields";
import { type FieldInputs, nameOf, read } from "./values";
import "../texts";

export function CustomFields({ of, fields }: { of: Fields<FieldInputs>; fields: readonly TicketField[] }) {
  return read(fields, of.values).asked.map((field) => <CustomField key={field.id} of={of} field={field} />);
}

export function CustomField({ of, field }: { of: Fields<FieldInputs>; field: TicketField }) {
  const { t } = useTranslation("tickets");
  const { kind, label, help, required } = field;
  const props = { of, name: nameOf(field), label, optional: !required, ...(help ? { help } : {}) };
  const offered = field.options.filter(
    ({ id, retired }) => !retired || [of.values[props.name]].flat().includes(id),
  );
  switch (kind) {
    case "text":
      return <TextField {...props} autoComplete="off" />;
    case "number":
      return <TextField {...props} autoComplete="off" inputMode="decimal" />;
    case "date":
      return <TextField {...props} type="date" />;
    case "long_text":
      return <TextArea {...props} />;
    case "some_of":
      return <CheckField {...props} choices={offered.map(({ id, label }) => ({ value: id, label }))} />;
    default:
      return (
        <SelectField {...props}>
          <option value="">{t(required ? "field.choose" : "field.none")}</option>
          {kind === "yes_no" ? (
            <>
              <option value="yes">{t("field.yes")}</option>
              <option value="no">{t("field.no")}</option>
            </>
          ) : (
            offered.map((option) => (
              <option key={option.id} value={option.id}>
                {option.label}
              </option>
            ))
          )}
        </SelectField>
      );
  }
}
