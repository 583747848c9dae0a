/** Label of a value that a condition on a custom field names: of an option, or yes or no. */
import { useTranslation } from "react-i18next";
import type { CustomField } from "../documents";
import "../texts";

export function useValueLabel() {
  const { t } = useTranslation("settings");
  return (field: CustomField | undefined, value: string): string => {
    const option = field?.options.find(({ id }) => id === value);
    if (option) return option.label.en ?? value;
    return value === "yes" || value === "no" ? t(`value.answer.${value}`) : value;
  };
}
