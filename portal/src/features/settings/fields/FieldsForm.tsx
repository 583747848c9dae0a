/** The fields that the company adds to its tickets: their order, and each of them in a dialog. */
import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { documentOf } from "../api";
import type { CustomField, FieldsDocument } from "../documents";
import { Ordered } from "../Ordered";
import { SectionEditor, type SectionProps } from "../SectionEditor";
import classes from "../settings.module.css";
import "../texts";
import { FieldDialog } from "./FieldDialog";

export default function FieldsForm(props: SectionProps) {
  const document = documentOf("ticket_fields", props.published, props.draft);
  const published = (props.published.document as unknown as FieldsDocument | null)?.fields ?? [];
  return (
    <SectionEditor<FieldsDocument>
      {...props}
      name="ticket_fields"
      start={{ fields: document.fields }}
      toDocument={(values) => values}
      toValues={(former) => former as FieldsDocument}
    >
      {(form) => (
        <FieldList
          fields={form.values.fields}
          known={published.map(({ id }) => id)}
          onChange={(fields) => form.set({ fields })}
        />
      )}
    </SectionEditor>
  );
}

interface ListProps {
  fields: readonly CustomField[];
  /** IDs of published fields: tickets may have values of them, so they are retired and never removed. */
  known: readonly string[];
  onChange: (fields: CustomField[]) => void;
}

function FieldList({ fields, known, onChange }: ListProps) {
  const { t } = useTranslation("settings");
  const [asked, setAsked] = useState<number | "new" | null>(null);
  const label = (field: CustomField) => field.label.en || field.id;
  const put = (index: number, field: CustomField) =>
    onChange(fields.map((one, at) => (at === index ? field : one)));
  return (
    <div className={classes.group} data-field="fields">
      {fields.length === 0 && <p className={classes.quiet}>{t("fields.none")}</p>}
      <Ordered
        label={t("fields.list")}
        things={fields}
        keyOf={({ id }) => id}
        nameOf={label}
        onMove={onChange}
      >
        {(field, index) => (
          <>
            <p className={classes.name}>
              {label(field)} {field.retired && `(${t("retired")})`}
            </p>
            <p className={classes.quiet}>
              {t(`fields.kind.${field.kind}`)} ·{" "}
              {field.shown_for.map((face) => t(`faces.${face}`)).join(", ")}
            </p>
            <div className={classes.acts}>
              <Button variant="default" size="compact-sm" onClick={() => setAsked(index)}>
                {t("change")}
              </Button>
              {known.includes(field.id) ? (
                <Button
                  variant="default"
                  size="compact-sm"
                  onClick={() => put(index, { ...field, retired: !field.retired })}
                >
                  {field.retired ? t("offer") : t("retire")}
                </Button>
              ) : (
                <Button
                  variant="default"
                  size="compact-sm"
                  onClick={() => onChange(fields.filter((_, at) => at !== index))}
                >
                  {t("remove")}
                </Button>
              )}
            </div>
          </>
        )}
      </Ordered>
      <div>
        <Button variant="default" onClick={() => setAsked("new")}>
          {t("fields.add")}
        </Button>
      </div>
      {asked !== null && (
        <FieldDialog
          field={asked === "new" ? undefined : fields[asked]}
          fields={asked === "new" ? fields : fields.slice(0, asked)}
          taken={fields.map(({ id }) => id)}
          known={known}
          onWritten={(field) => (asked === "new" ? onChange([...fields, field]) : put(asked, field))}
          onClose={() => setAsked(null)}
        />
      )}
    </div>
  );
}
