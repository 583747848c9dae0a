/** Dialog that corrects one of the company's fields. */
import { useTranslation } from "react-i18next";
import type { StaffTicket, TicketField } from "@/api/types";
import { ActDialog } from "@/kit/record/ActDialog";
import type { Acting } from "@/kit/record/useAct";
import { ticketActs } from "../api";
import { CustomField } from "../fields/CustomFields";
import {
  type FieldInputs,
  fieldPointers,
  fieldRules,
  inputOf,
  nameOf,
  read,
  valuesOf,
} from "../fields/values";

interface Props {
  field: TicketField;
  ticket: StaffTicket;
  act: Acting;
  onClose: () => void;
}

export default function FieldDialog({ field, ticket, act, onClose }: Props) {
  const { t } = useTranslation("desk");
  const { correct } = ticketActs(ticket.id);
  const before = valuesOf(ticket)[field.id];
  // Its condition holds, or the dialog would not have been opened.
  const alone = [{ ...field, shown_if: undefined }];
  return (
    <ActDialog<FieldInputs>
      act={act}
      title={t("change.field", { label: field.label })}
      submit={t("renameAct")}
      done={t("corrected", { number: ticket.number })}
      start={{ [nameOf(field)]: inputOf(field, before) }}
      rules={fieldRules(alone)}
      pointers={fieldPointers(alone)}
      send={(inputs) =>
        correct({ custom_fields: { [field.id]: read(alone, inputs).values[field.id] ?? null } })
      }
      undo={correct({ custom_fields: { [field.id]: before ?? null } })}
      onClose={onClose}
    >
      {(form) => <CustomField of={form} field={field} />}
    </ActDialog>
  );
}
